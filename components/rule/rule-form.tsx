'use client'
// A new rule: its conditions, what it does, and which links it would have spoken of.
import { useId, useState } from 'react'
import type { RulePreview } from '#lib/contract/rule.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { TagInput } from '#components/tag/tag-input.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { useAction } from '#components/ui/use-action.ts'

export interface RuleConditions {
  q: string
  urlPattern: string | null
}

export interface NewRule extends RuleConditions {
  addTags: string[]
  visibility: 'private' | 'public' | null
}

export type PreviewResult =
  | { status: 'found'; preview: RulePreview }
  | Extract<FormResult, { status: 'refused' }>

interface RuleFormProps {
  knownTags: readonly string[]
  create(rule: NewRule): Promise<FormResult>
  preview(conditions: RuleConditions): Promise<PreviewResult>
}

export function RuleForm({ knownTags, create, preview }: RuleFormProps) {
  const t = useT()
  const id = useId()
  const [q, setQ] = useState('')
  const [pattern, setPattern] = useState('')
  const [addTags, setAddTags] = useState<string[]>([])
  const [visibility, setVisibility] = useState<NewRule['visibility']>(null)
  const [shown, setShown] = useState<PreviewResult | null>(null)
  const [isPending, run] = useAction()
  const conditions = { q: q.trim(), urlPattern: pattern.trim() || null }
  const hasCondition = conditions.q !== '' || conditions.urlPattern !== null
  const save = () =>
    run(async () => {
      const result = await create({ ...conditions, addTags, visibility })
      if (result.status === 'done') {
        setQ('')
        setPattern('')
        setAddTags([])
        setVisibility(null)
        setShown(null)
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
        value={q}
        maxLength={512}
        autoComplete="off"
        onChange={({ target }) => setQ(target.value)}
      />
      <Field
        id={`${id}-pattern`}
        label={t('rule.pattern')}
        hint={t('rule.pattern_hint')}
        value={pattern}
        maxLength={200}
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setPattern(target.value)}
      />
      <div className="space-y-1.5">
        <label htmlFor={`${id}-tags`} className="block text-sm font-medium">
          {t('rule.add_tags')}
        </label>
        <TagInput id={`${id}-tags`} known={knownTags} value={addTags} onChange={setAddTags} />
      </div>
      <Select
        id={`${id}-visibility`}
        label={t('rule.visibility')}
        value={visibility ?? ''}
        onChange={({ target }) =>
          setVisibility(target.value === 'public' || target.value === 'private' ? target.value : null)
        }
      >
        <option value="">{t('selection.visibility_same')}</option>
        <option value="private">{t('selection.visibility_private')}</option>
        <option value="public">{t('selection.visibility_public')}</option>
      </Select>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          disabled={isPending || !hasCondition || (addTags.length === 0 && visibility === null)}
          onClick={save}
        >
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
      {shown?.status === 'found' && <Preview preview={shown.preview} />}
    </div>
  )
}

function Preview({ preview: { total, links } }: { preview: RulePreview }) {
  const t = useT()
  return (
    <Notice>
      <p aria-live="polite">
        {t(total.exact ? 'rule.preview_count' : 'rule.preview_more', { count: total.count })}
      </p>
      <ul className="mt-1 space-y-0.5 text-sm">
        {links.map((link) => (
          <li key={link.id} className="truncate">
            {link.title ?? link.url} <span className="text-muted">· {link.site}</span>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
