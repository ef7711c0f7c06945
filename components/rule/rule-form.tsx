'use client'
// A rule, new or there already: its conditions, what it does, and which links it would have spoken of.
import { useId, useState } from 'react'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { CaptureFields } from '#components/link/capture-fields.tsx'
import { TagField } from '#components/tag/tag-field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { NewRule, PreviewResult, PreviewRule } from './rule-actions.ts'
import { RulePreview } from './rule-preview.tsx'

interface RuleFormProps {
  /** The rule that is changed; left out for a new one. */
  rule?: NewRule
  knownTags: readonly string[]
  save(rule: NewRule): Promise<FormResult>
  preview: PreviewRule
  onSaved?(): void
}

const EMPTY: NewRule = { q: '', urlPattern: null, addTags: [], visibility: null, capture: {} }

const VISIBILITIES = ['private', 'public'] as const
export function RuleForm({ rule = EMPTY, knownTags, save, preview, onSaved }: RuleFormProps) {
  const t = useT()
  const id = useId()
  const [draft, setDraft] = useState(rule)
  const [shown, setShown] = useState<PreviewResult | null>(null)
  const [isPending, run] = useAction()
  const set = (change: Partial<NewRule>) => setDraft((before) => ({ ...before, ...change }))
  const { addTags, visibility, capture } = draft
  const conditions = { q: draft.q.trim(), urlPattern: draft.urlPattern?.trim() || null }
  const hasCondition = conditions.q !== '' || conditions.urlPattern !== null
  const doesSomething = addTags.length > 0 || visibility !== null || Object.keys(capture).length > 0
  const submit = () =>
    run(async () => {
      const result = await save({ ...conditions, addTags, visibility, capture })
      if (result.status === 'done') {
        setDraft(EMPTY)
        setShown(null)
        onSaved?.()
      }
      return result
    })
  const look = () =>
    run(async () => {
      setShown(await preview(conditions))
      return { status: 'idle' }
    })
  return (
    <div className="space-y-4">
      <Field
        id={`${id}-q`}
        label={t('rule.query')}
        hint={t('rule.query_hint')}
        value={draft.q}
        maxLength={512}
        autoComplete="off"
        onChange={({ target }) => set({ q: target.value })}
      />
      <Field
        id={`${id}-pattern`}
        label={t('rule.pattern')}
        hint={t('rule.pattern_hint')}
        value={draft.urlPattern ?? ''}
        maxLength={200}
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => set({ urlPattern: target.value })}
      />
      <TagField
        label={t('rule.add_tags')}
        known={knownTags}
        value={addTags}
        onChange={(paths) => set({ addTags: paths })}
      />
      <div className="grid gap-4 sm:grid-cols-[repeat(auto-fit,minmax(10rem,1fr))]">
        <Select
          id={`${id}-visibility`}
          label={t('rule.visibility')}
          value={visibility ?? ''}
          onChange={({ target }) =>
            set({ visibility: VISIBILITIES.find((one) => one === target.value) ?? null })
          }
        >
          <option value="">{t('selection.visibility_same')}</option>
          <option value="private">{t('selection.visibility_private')}</option>
          <option value="public">{t('selection.visibility_public')}</option>
        </Select>
        <CaptureFields value={capture} onChange={(chosen) => set({ capture: chosen })} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={isPending || !hasCondition || !doesSomething} onClick={submit}>
          {t('rule.create')}
        </Button>
        <Button disabled={isPending || !hasCondition} onClick={look}>
          {t('rule.preview')}
        </Button>
      </div>
      {shown?.status === 'refused' && (
        <Notice tone="danger" isAlert>
          {shown.message}
        </Notice>
      )}
      {shown?.status === 'found' && <RulePreview preview={shown.preview} />}
    </div>
  )
}
