'use client'
// Makes an API token and shows its secret, once.
import { useActionState, useId } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { ShownOnce } from '#components/ui/shown-once.tsx'

export type NewToken =
  | { status: 'idle' }
  | { status: 'created'; token: string }
  | { status: 'refused'; message: string }

const TOKEN_DAYS = [30, 90, 365]

export function TokenForm({ action }: { action(previous: NewToken, form: FormData): Promise<NewToken> }) {
  const t = useT()
  const id = useId()
  const [result, submit, isPending] = useActionState(action, { status: 'idle' })
  return (
    <form action={submit} className="space-y-4">
      <Field
        id={`${id}-name`}
        name="name"
        label={t('settings.token_name')}
        placeholder={t('settings.token_name_placeholder')}
        required
        maxLength={80}
        autoComplete="off"
      />
      <Select id={`${id}-days`} name="days" label={t('settings.token_days')}>
        <option value="">{t('settings.token_days_none')}</option>
        {TOKEN_DAYS.map((days) => (
          <option key={days} value={days}>
            {t('settings.token_days_of', { days })}
          </option>
        ))}
      </Select>
      <fieldset className="flex flex-wrap gap-x-6 gap-y-1">
        <legend className="mb-1 text-sm font-medium">{t('settings.token_scopes')}</legend>
        <label className="flex min-h-11 items-center gap-2 text-muted">
          <input type="checkbox" checked readOnly disabled className="size-4 accent-accent" />
          {t('settings.scope_read')}
        </label>
        <label className="flex min-h-11 items-center gap-2">
          <input type="checkbox" name="write" value="yes" defaultChecked className="size-4 accent-accent" />
          {t('settings.scope_write')}
        </label>
      </fieldset>
      <Button type="submit" disabled={isPending}>
        {t('settings.token_create')}
      </Button>
      {result.status === 'refused' && (
        <Notice tone="danger" isAlert>
          {result.message}
        </Notice>
      )}
      {result.status === 'created' && <ShownOnce why={t('settings.token_created')} secret={result.token} />}
    </form>
  )
}
