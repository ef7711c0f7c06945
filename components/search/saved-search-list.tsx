'use client'
// The searches that there are: each can be opened, changed, followed, or forgotten.
import { Link } from '#components/ui/link.tsx'
import type { SavedSearchView } from '#lib/contract/saved-search.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import type { OperationResult } from '#components/operation/operation-result.ts'
import { useOperation, type Undo } from '#components/operation/use-operation.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { FollowButton } from './follow-button.tsx'
import type { FeedAddress, FeedSource, NewSearch } from './saved-search-actions.ts'
import { SavedSearchEditor } from './saved-search-editor.tsx'
import { searchHref } from './search-href.ts'

interface SavedSearchListProps {
  searches: readonly SavedSearchView[]
  /** Ids of those that a feed follows: its address ends with them. */
  followed: readonly string[]
  update(id: string, search: NewSearch): Promise<FormResult>
  remove(id: string): Promise<OperationResult>
  undo: Undo
  follow(source: FeedSource): Promise<FeedAddress>
}

export function SavedSearchList({ searches, followed, ...actions }: SavedSearchListProps) {
  const t = useT()
  if (searches.length === 0) return <p className="text-muted">{t('saved.none')}</p>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {searches.map((search) => (
        <SavedSearchItem
          key={search.id}
          search={search}
          isFollowed={followed.includes(search.id)}
          {...actions}
        />
      ))}
    </ul>
  )
}

interface SavedSearchItemProps extends Omit<SavedSearchListProps, 'searches' | 'followed'> {
  search: SavedSearchView
  isFollowed: boolean
}

function SavedSearchItem({ search, isFollowed, update, remove, undo, follow }: SavedSearchItemProps) {
  const t = useT()
  const [isPending, run] = useOperation(undo)
  const { id, name, q, sort, query } = search
  const forget = () => run(() => remove(id))
  const removeButton = (
    <Button
      size="small"
      look="ghost"
      disabled={isPending}
      className="text-danger"
      onClick={isFollowed ? undefined : forget}
    >
      {t('action.delete')}
    </Button>
  )
  return (
    <li className="space-y-1 px-4 py-3">
      <Link href={searchHref(q, sort)} className="font-medium break-words hover:underline">
        {name}
      </Link>
      <p className="font-mono text-sm break-all text-muted">{q}</p>
      {query.parts.length === 0 && <p className="text-sm text-warn">{t('saved.everything')}</p>}
      <div className="-ms-3 flex flex-wrap">
        <SavedSearchEditor
          trigger={
            <Button size="small" look="ghost" disabled={isPending}>
              {t('saved.edit')}
            </Button>
          }
          title={t('saved.edit_title')}
          why={t('saved.edit_why')}
          search={{ name, q, sort }}
          save={(changed) => update(id, changed)}
        />
        <FollowButton name={name} source={{ savedSearchId: id }} look="ghost" follow={follow} />
        {isFollowed ? (
          <ConfirmDialog
            trigger={removeButton}
            title={t('saved.delete_title', { name })}
            why={t('saved.delete_why')}
            confirm={t('action.delete')}
            onConfirm={forget}
          />
        ) : (
          removeButton
        )}
      </div>
    </li>
  )
}
