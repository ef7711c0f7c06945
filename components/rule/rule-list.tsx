'use client'
// The rules that there are: each can rest, be applied to the links that are there, or end.
import { useId } from 'react'
import type { RuleView } from '#lib/contract/rule.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import type { OperationResult } from '#components/operation/operation-result.ts'
import { useOperation, type Undo } from '#components/operation/use-operation.ts'
import { CHIP_CLASS, tagStyle } from '#components/tag/tag-chip.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { useAction } from '#components/ui/use-action.ts'

interface RuleListProps {
  rules: readonly RuleView[]
  switchRule(id: string, isEnabled: boolean): Promise<FormResult>
  remove(id: string): Promise<FormResult>
  apply(id: string): Promise<OperationResult>
  undo: Undo
}

export function RuleList({ rules, ...actions }: RuleListProps) {
  const t = useT()
  if (rules.length === 0) return <p className="text-muted">{t('rule.none')}</p>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {rules.map((rule) => (
        <RuleItem key={rule.id} rule={rule} {...actions} />
      ))}
    </ul>
  )
}

function RuleItem({
  rule,
  switchRule,
  remove,
  apply,
  undo,
}: Omit<RuleListProps, 'rules'> & { rule: RuleView }) {
  const t = useT()
  const labelId = useId()
  const [isPending, run] = useAction()
  const [isApplying, operate] = useOperation(undo)
  const { id, q, urlPattern, addTags, visibility, isEnabled } = rule
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex items-start gap-3">
        <div id={labelId} className="min-w-0 flex-1 space-y-1">
          {[q, urlPattern].filter(Boolean).map((condition) => (
            <p key={condition} className="font-mono text-sm break-all">
              {condition}
            </p>
          ))}
        </div>
        <Switch
          id={`${labelId}-switch`}
          labelledBy={labelId}
          checked={isEnabled}
          disabled={isPending}
          onCheckedChange={(checked) => run(() => switchRule(id, checked))}
        />
      </div>
      <p className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
        <span aria-hidden>→</span>
        {addTags.map((path) => (
          <span key={path} className={CHIP_CLASS} style={tagStyle(null)}>
            {path}
          </span>
        ))}
        {visibility && t(`rule.visibility_${visibility}`)}
      </p>
      <div className="-ms-3 flex flex-wrap">
        <ConfirmDialog
          trigger={
            <Button size="small" look="ghost" disabled={isApplying}>
              {t('rule.apply')}
            </Button>
          }
          title={t('rule.apply_title')}
          why={t('rule.apply_why')}
          confirm={t('rule.apply_confirm')}
          look="primary"
          onConfirm={() => operate(() => apply(id))}
        />
        <ConfirmDialog
          trigger={
            <Button size="small" look="ghost" disabled={isPending} className="text-danger">
              {t('action.delete')}
            </Button>
          }
          title={t('rule.delete_title')}
          why={t('rule.delete_why')}
          confirm={t('action.delete')}
          onConfirm={() => run(() => remove(id))}
        />
      </div>
    </li>
  )
}
