'use client'
// The searches that there are: each can be opened, changed, followed, or forgotten.
import { Rss } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import { toast } from 'sonner'
import type { SavedSearchView } from '#lib/contract/saved-search.ts'
import { IDLE, type FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { FeedDialog } from './feed-dialog.tsx'
import type { FeedAddress, NewSearch, SaveSearch } from './saved-search-actions.ts'
import { SavedSearchEditor } from './saved-search-editor.tsx'
import { searchHref } from './search-href.ts'

/** As long as a person needs to read a sentence and to notice a mistake. */
const UNDO_SHOWN_MS = 10_000

interface SavedSearchListProps {
  searches: readonly SavedSearchView[]
  /** Ids of those that a feed follows: what goes with them cannot be brought back. */
  followed: readonly string[]
  save: SaveSearch
  update(id: string, search: NewSearch): Promise<FormResult>
  remove(id: string): Promise<FormResult>
  follow(id: string): Promise<FeedAddress>
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

function SavedSearchItem({ search, isFollowed, save, update, remove, follow }: SavedSearchItemProps) {
  const t = useT()
  const [isPending, run] = useAction()
  const { id, name, q, sort, query } = search
  const forget = () =>
    run(async () => {
      const result = await remove(id)
      if (result.status !== 'done' || isFollowed) return result
      const action = { label: t('operation.undo'), onClick: () => run(() => save({ name, q, sort })) }
      toast.success(result.message, { duration: UNDO_SHOWN_MS, action })
      return IDLE
    })
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
        <FeedDialog
          trigger={
            <Button size="small" look="ghost" disabled={isPending}>
              <Rss aria-hidden />
              {t('feed.subscribe')}
            </Button>
          }
          title={t('feed.create_title', { name })}
          why={t('feed.create_why')}
          confirm={t('feed.create')}
          make={() => follow(id)}
        />
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
