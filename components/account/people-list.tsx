'use client'
// Everybody who has an account; the owner chooses who is an administrator.
import { UserMinus } from 'lucide-react'
import type { PersonView } from '#lib/contract/account.ts'
import { formatDate } from '#lib/i18n/format.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Select } from '#components/ui/select.tsx'
import { useAction } from '#components/ui/use-action.ts'

interface PeopleListProps {
  people: readonly PersonView[]
  /** Left out for who may only look. */
  changeRole?(id: string, role: string): Promise<FormResult>
  remove?(id: string): Promise<FormResult>
}

export function PeopleList({ people, changeRole, remove }: PeopleListProps) {
  const t = useT()
  const [isPending, run] = useAction()
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {people.map(({ id, name, email, role, createdAt, links }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-[1_1_14rem]">
            <p className="font-medium break-words">{name}</p>
            <p className="text-sm break-words text-muted">
              {email} · {t('people.since', { time: formatDate(t, createdAt) })}
            </p>
          </div>
          {changeRole && role !== 'owner' ? (
            <Select
              id={`role-${id}`}
              label={t('people.role_of', { name })}
              isLabelHidden
              value={role}
              disabled={isPending}
              className="min-w-32"
              onChange={({ target }) => run(() => changeRole(id, target.value))}
            >
              <option value="member">{t('account.role_member')}</option>
              <option value="admin">{t('account.role_admin')}</option>
            </Select>
          ) : (
            <span className="rounded-full bg-sunken px-3 py-1 text-sm text-muted">
              {t(`account.role_${role}`)}
            </span>
          )}
          {remove && role !== 'owner' && (
            <ConfirmDialog
              trigger={
                <Button
                  size="icon"
                  look="ghost"
                  disabled={isPending}
                  label={t('people.remove_of', { name })}
                  className="text-danger"
                >
                  <UserMinus aria-hidden />
                </Button>
              }
              title={t('people.remove_title', { name })}
              why={t(links === 0 ? 'people.remove_why_empty' : 'people.remove_why', { count: links })}
              confirm={t('people.remove_confirm')}
              onConfirm={() => run(() => remove(id))}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
