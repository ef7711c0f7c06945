// A snapshot: its progress while it is taken, then its views, with everything that is known about it.
import { RotateCw } from 'lucide-react'
import type { Metadata } from 'next'
import { Link } from '#components/ui/link.tsx'
import type { LinkView } from '#lib/contract/link.ts'
import type { TagSuggestions } from '#lib/contract/tag.ts'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { Ctx } from '#lib/usecases/define-use-case.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { textNeedles } from '#lib/search/text-needles.ts'
import { getLink } from '#lib/usecases/links/get-link.ts'
import { listSameArticles } from '#lib/usecases/links/list-same-articles.ts'
import { getSnapshot } from '#lib/usecases/snapshots/get-snapshot.ts'
import { listSnapshots } from '#lib/usecases/snapshots/list-snapshots.ts'
import { suggestLinkTags } from '#lib/usecases/tags/suggest-link-tags.ts'
import { DeleteLink } from '#components/link/delete-link.tsx'
import { LinkEditor } from '#components/link/link-editor.tsx'
import { SameArticles } from '#components/link/same-articles.tsx'
import { isRunning, linkState } from '#components/link/link-state.ts'
import { MatchBar } from '#components/search/match-bar.tsx'
import { DownloadMenu } from '#components/snapshot/download-menu.tsx'
import { FactsPanel } from '#components/snapshot/facts-panel.tsx'
import { SnapshotHead } from '#components/snapshot/snapshot-head.tsx'
import { SnapshotProgress } from '#components/snapshot/snapshot-progress.tsx'
import { SnapshotFailure, VerdictNote } from '#components/snapshot/snapshot-state.tsx'
import { chooseView, viewHref } from '#components/snapshot/snapshot-views.ts'
import { VersionList } from '#components/snapshot/version-list.tsx'
import { ViewContent } from '#components/snapshot/view-content.tsx'
import { ViewTabs } from '#components/snapshot/view-tabs.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { knownTagPaths } from '#app/_server/all-tags.ts'
import { requestContext } from '#app/_server/context.ts'
import { Frame } from '#app/_server/frame.tsx'
import {
  cancelAction,
  deleteLinkAction,
  recaptureAction,
  retryAction,
  updateLinkAction,
} from '#app/_server/link-actions.ts'
import { orNotFound } from '#app/_server/or-not-found.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'
import { readArticle, readText } from '#app/_server/snapshot-content.ts'

interface SnapshotPageProps {
  params: Promise<{ id: string }>
  searchParams: SearchParams
}

/** Versions on the time line. */
const MAX_VERSIONS = 20

async function load(ctx: Ctx, id: string) {
  const snapshot = await orNotFound(getSnapshot(ctx, { id }))
  const link = await orNotFound(getLink(ctx, { id: snapshot.linkId }))
  // Lists hold the actor's own rows only: a link without versions there is somebody else's public one.
  const versions =
    ctx.actor.kind === 'user' ? await listSnapshots(ctx, { link: link.id, limit: MAX_VERSIONS }) : null
  return { snapshot, link, versions: versions?.items.length ? versions : null }
}

export async function generateMetadata({ params }: SnapshotPageProps): Promise<Metadata> {
  const [ctx, { id }] = await Promise.all([requestContext(), params])
  const snapshot = await orNotFound(getSnapshot(ctx, { id }))
  return { title: snapshot.title ?? snapshot.url }
}

async function Content({ ctx, snapshot, link, asked, words }: ContentProps) {
  const t = await requestTranslate()
  const view = chooseView(asked, snapshot)
  const needles = words ? textNeedles(parseQuery(words)) : []
  const [article, text] = await Promise.all([
    view === 'read' ? readArticle(ctx, snapshot, needles) : null,
    view === 'text' ? readText(ctx, snapshot, needles) : null,
  ])
  const marked = needles.length > 0 ? (article ?? text) : null
  const title = link.title ?? snapshot.url
  return (
    <>
      <VerdictNote t={t} snapshot={snapshot} />
      <div className="space-y-3">
        <DownloadMenu t={t} snapshot={snapshot} />
        <ViewTabs t={t} snapshot={snapshot} current={view} words={words} />
      </div>
      <ViewContent
        t={t}
        view={view}
        snapshot={snapshot}
        title={title}
        article={article?.html ?? null}
        text={text}
      />
      {marked && (
        <MatchBar
          key={`${snapshot.id} ${view} ${words}`}
          count={marked.count}
          exact={marked.exact}
          endHref={viewHref(snapshot.id, view)}
        />
      )}
    </>
  )
}

interface ContentProps {
  ctx: Ctx
  snapshot: SnapshotView
  link: LinkView
  /** The view that the address names. */
  asked: string | undefined
  /** The search that led here. */
  words: string | undefined
}

/** Suggestions are an extra: without them everything else stays as it is. */
async function suggestedTags(ctx: Ctx, id: string): Promise<TagSuggestions> {
  try {
    return await suggestLinkTags(ctx, { id })
  } catch (error) {
    ctx.log.warn('web.suggestions_failed', { error })
    return { items: [], newWords: [] }
  }
}

async function OwnerPanel({ ctx, snapshot, link }: Omit<ContentProps, 'asked' | 'words'>) {
  const [t, known] = await Promise.all([requestTranslate(), knownTagPaths()])
  return (
    <>
      <LinkEditor
        key={link.id}
        link={link}
        knownTags={known}
        suggestions={suggestedTags(ctx, link.id)}
        publicAddress={`${ctx.config.baseUrl}/s/${snapshot.id}`}
        save={updateLinkAction.bind(null, link.id)}
      />
      <div className="flex flex-wrap gap-2">
        {!isRunning(snapshot) && (
          <form action={recaptureAction}>
            <input type="hidden" name="id" value={snapshot.id} />
            <Button type="submit" size="small">
              <RotateCw aria-hidden />
              {t('snapshot.recapture')}
            </Button>
          </form>
        )}
        <DeleteLink title={link.title ?? link.url} remove={deleteLinkAction.bind(null, link.id)} />
      </div>
    </>
  )
}

export default async function SnapshotPage({ params, searchParams }: SnapshotPageProps) {
  const [t, ctx, { id }] = await Promise.all([requestTranslate(), requestContext(), params])
  const { snapshot, link, versions } = await load(ctx, id)
  const { running } = linkState(link)
  const isOwner = versions !== null
  const words = await paramOf(searchParams, 'q')
  return (
    <Frame query={words}>
      <div className="gap-10 lg:grid lg:grid-cols-[minmax(0,1fr)_19rem]">
        <article className="min-w-0 space-y-6">
          <SnapshotHead t={t} link={link} snapshot={snapshot} />
          {running && running.id !== snapshot.id && (
            <Notice>
              <Link href={`/s/${running.id}`} className="text-accent underline">
                {t('snapshot.recapturing')}
              </Link>
            </Notice>
          )}
          {isRunning(snapshot) && (
            <div className="space-y-4 rounded-card border border-line bg-surface p-4 shadow-card sm:p-6">
              <SnapshotProgress id={snapshot.id} stage={snapshot.stage} url={snapshot.url} />
              {isOwner && (
                <form action={cancelAction}>
                  <input type="hidden" name="id" value={snapshot.id} />
                  <Button type="submit" size="small">
                    {t('snapshot.cancel')}
                  </Button>
                </form>
              )}
            </div>
          )}
          {snapshot.status === 'failed' && (
            <SnapshotFailure t={t} snapshot={snapshot} retry={isOwner ? retryAction : undefined} />
          )}
          {snapshot.status === 'ready' && (
            <Content
              ctx={ctx}
              snapshot={snapshot}
              link={link}
              asked={await paramOf(searchParams, 'view')}
              words={words}
            />
          )}
        </article>
        <aside className="mt-12 space-y-8 border-t border-line pt-8 lg:mt-0 lg:border-0 lg:pt-0">
          {isOwner && <OwnerPanel ctx={ctx} snapshot={snapshot} link={link} />}
          {isOwner && <SameArticles t={t} found={await listSameArticles(ctx, { id: link.id })} />}
          {versions && (
            <VersionList
              t={t}
              versions={versions.items}
              currentId={snapshot.id}
              hasMore={versions.nextCursor !== null}
            />
          )}
          <FactsPanel t={t} snapshot={snapshot} link={link} />
        </aside>
      </div>
    </Frame>
  )
}
