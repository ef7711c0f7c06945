// What is done by itself with links that fit.
import type { Metadata } from 'next'
import { MAX_RULES } from '#lib/kernel/limits.ts'
import { listRules } from '#lib/usecases/rules/list-rules.ts'
import { SettingsSection } from '#components/account/settings-section.tsx'
import { RuleForm } from '#components/rule/rule-form.tsx'
import { RuleList } from '#components/rule/rule-list.tsx'
import { knownTagPaths } from '#app/_server/all-tags.ts'
import { memberContext } from '#app/_server/context.ts'
import { undoAction } from '#app/_server/operation-actions.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import {
  applyRuleAction,
  createRuleAction,
  deleteRuleAction,
  previewRuleAction,
  updateRuleAction,
} from '#app/_server/rule-actions.ts'
import { SettingsFrame } from '#app/_server/settings-frame.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('settings.nav_rules') }
}

export default async function RulesPage() {
  const [t, ctx] = await Promise.all([requestTranslate(), memberContext('/settings/rules')])
  const [rules, known] = await Promise.all([listRules(ctx, { limit: MAX_RULES }), knownTagPaths()])
  return (
    <SettingsFrame current="/settings/rules">
      <SettingsSection title={t('rule.list')} why={t('rule.list_why')}>
        <RuleList
          rules={rules.items}
          knownTags={known}
          update={updateRuleAction}
          preview={previewRuleAction}
          remove={deleteRuleAction}
          apply={applyRuleAction}
          undo={undoAction}
        />
      </SettingsSection>
      <SettingsSection title={t('rule.new')}>
        <RuleForm knownTags={known} save={createRuleAction} preview={previewRuleAction} />
      </SettingsSection>
    </SettingsFrame>
  )
}
