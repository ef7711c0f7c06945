'use client'
// The rules that there are, in their order: each can be changed, moved, rest, be applied to the links that are there, or end.
import { ArrowDown, ArrowUp } from 'lucide-react'
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
import type { PreviewRule, RuleChange } from './rule-actions.ts'
import { RuleEditor } from './rule-editor.tsx'

interface RuleListProps {
  rules: readonly RuleView[]
  knownTags: readonly string[]
  update(id: string, change: RuleChange): Promise<FormResult>
  preview: PreviewRule
  remove(id: string): Promise<FormResult>
  apply(id: string): Promise<OperationResult>
  undo: Undo
}

export function RuleList({ rules, ...actions }: RuleListProps) {
  const t = useT()
  if (rules.length === 0) return <p className="text-muted">{t('rule.none')}</p>
  return (
    <ol className="divide-y divide-line rounded-lg border border-line">
      {rules.map((rule, index) => (
        <RuleItem
          key={rule.id}
          rule={rule}
          position={index + 1}
          isLast={index === rules.length - 1}
          {...actions}
        />
      ))}
    </ol>
  )
}

interface RuleItemProps extends Omit<RuleListProps, 'rules'> {
  rule: RuleView
  position: number
  isLast: boolean
}

function RuleItem({
  rule,
  position,
  isLast,
  knownTags,
  update,
  preview,
  remove,
  apply,
  undo,
}: RuleItemProps) {
  const t = useT()
  const labelId = useId()
  const [isPending, run] = useAction()
  const [isApplying, operate] = useOperation(undo)
  const { id, q, urlPattern, addTags, visibility, isEnabled } = rule
  const moveTo = (place: number) => run(() => update(id, { position: place }))
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex items-start gap-3">
        <div id={labelId} className={`min-w-0 flex-1 space-y-1 ${isEnabled ? '' : 'text-muted'}`}>
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
          onCheckedChange={(checked) => run(() => update(id, { isEnabled: checked }))}
        />
      </div>
      <RuleDeeds rule={rule} />
      <div className="-ms-3 flex flex-wrap">
        <RuleEditor
          trigger={
            <Button size="small" look="ghost" disabled={isPending}>
              {t('rule.edit')}
            </Button>
          }
          rule={rule}
          knownTags={knownTags}
          save={(changed) => update(id, changed)}
          preview={preview}
        />
        {(addTags.length > 0 || visibility !== null) && (
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
        )}
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
        <span className="ms-auto flex">
          <Button
            size="icon"
            look="ghost"
            label={t('rule.earlier')}
            disabled={isPending || position === 1}
            onClick={() => moveTo(position - 1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            size="icon"
            look="ghost"
            label={t('rule.later')}
            disabled={isPending || isLast}
            onClick={() => moveTo(position + 1)}
          >
            <ArrowDown aria-hidden />
          </Button>
        </span>
      </div>
    </li>
  )
}

/** What a rule does, in one line. */
function RuleDeeds({ rule: { addTags, visibility, capture } }: { rule: RuleView }) {
  const t = useT()
  const said = [
    visibility &&
      t('capture.said', { option: t('rule.visibility'), value: t(`selection.visibility_${visibility}`) }),
    capture.patience &&
      t('capture.said', {
        option: t('capture.patience'),
        value: t(`capture.patience_${capture.patience}`),
      }),
    capture.banners &&
      t('capture.said', {
        option: t('capture.banners'),
        value: t(`capture.banners_${capture.banners}`),
      }),
  ].filter((part) => part !== null && part !== undefined)
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
      <span aria-hidden>→</span>
      {addTags.map((path) => (
        <span key={path} className={CHIP_CLASS} style={tagStyle(null)}>
          {path}
        </span>
      ))}
      {said.join(' · ')}
    </p>
  )
}
