'use client'
// A rule that is there, changed in a dialog.
import { useState, type ReactElement } from 'react'
import type { RuleView } from '#lib/contract/rule.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Modal } from '#components/ui/modal.tsx'
import type { NewRule, PreviewRule } from './rule-actions.ts'
import { RuleForm } from './rule-form.tsx'

interface RuleEditorProps {
  trigger: ReactElement<Record<string, unknown>>
  rule: RuleView
  knownTags: readonly string[]
  save(rule: NewRule): Promise<FormResult>
  preview: PreviewRule
}

export function RuleEditor({ trigger, rule, knownTags, save, preview }: RuleEditorProps) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Modal
      trigger={trigger}
      title={t('rule.edit_title')}
      why={t('rule.edit_why')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
    >
      <RuleForm
        rule={rule}
        knownTags={knownTags}
        save={save}
        preview={preview}
        onSaved={() => setIsOpen(false)}
      />
    </Modal>
  )
}
