'use client'
// Name, query and order of a search that is kept.
import { useId, useState, type RefObject } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { IDLE, type FormResult } from '#components/form-result.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { useAction } from '#components/ui/use-action.ts'
import type { NewSearch, SaveSearch } from './saved-search-actions.ts'

interface SavedSearchFormProps {
  search: NewSearch
  /** The field of the name, which has the focus at first. */
  nameField: RefObject<HTMLInputElement | null>
  save: SaveSearch
  onSaved(): void
}

const SORTS = ['relevance', 'newest', 'oldest'] as const
const SORT_NAMES = {
  relevance: 'search.by_relevance',
  newest: 'search.by_date',
  oldest: 'saved.sort_oldest',
} as const

export function SavedSearchForm({ search, nameField, save, onSaved }: SavedSearchFormProps) {
  const t = useT()
  const id = useId()
  const [draft, setDraft] = useState(search)
  const [refused, setRefused] = useState<FormResult>(IDLE)
  const [isPending, run] = useAction()
  const set = (change: Partial<NewSearch>) => setDraft((before) => ({ ...before, ...change }))
  const submit = () =>
    run(async () => {
      const result = await save(draft)
      // It is said here, beside what is to be changed.
      setRefused(result)
      if (result.status === 'refused') return IDLE
      onSaved()
      return result
    })
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field
        id={`${id}-name`}
        ref={nameField}
        label={t('saved.name')}
        value={draft.name}
        required
        maxLength={64}
        autoComplete="off"
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => set({ name: target.value })}
      />
      <Field
        id={`${id}-q`}
        label={t('saved.query')}
        value={draft.q}
        required
        maxLength={512}
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => set({ q: target.value })}
      />
      <Select
        id={`${id}-sort`}
        label={t('search.order')}
        value={draft.sort}
        onChange={({ target }) => set({ sort: SORTS.find((sort) => sort === target.value) ?? 'relevance' })}
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {t(SORT_NAMES[sort])}
          </option>
        ))}
      </Select>
      {refused.status === 'refused' && (
        <Notice tone="danger" isAlert>
          {refused.message}
        </Notice>
      )}
      <Button type="submit" look="primary" disabled={isPending || !draft.name.trim() || !draft.q.trim()}>
        {t('action.save')}
      </Button>
    </form>
  )
}
