// How long it takes to change many links at once: 10,000 links of a library get a tag, lose it, their tags are merged,
// deleted, and all of it is undone. Prints wall time beside the time of as many single edits (on a sample).
import { cpus, loadavg } from 'node:os'
import { sql } from '#lib/db/sql.ts'
import { newId } from '#lib/kernel/ids.ts'
import { reindexChanged } from '#lib/pipeline/reindex-changed.ts'
import { runOperation } from '#lib/tagging/run-operation.ts'
import { deleteLinks } from '#lib/usecases/links/delete-links.ts'
import { editLinks } from '#lib/usecases/links/edit-links.ts'
import { recaptureLinks } from '#lib/usecases/links/recapture-links.ts'
import { updateLink } from '#lib/usecases/links/update-link.ts'
import { undoOperation } from '#lib/usecases/operations/undo-operation.ts'
import { deleteTag } from '#lib/usecases/tags/delete-tag.ts'
import { listTags } from '#lib/usecases/tags/list-tags.ts'
import { mergeTags } from '#lib/usecases/tags/merge-tags.ts'
import { makePerson } from '#test/person.ts'
import { openBenchRuntime } from './bench-runtime.ts'

const LINKS = Number(process.argv[2] ?? 10_000)
const SINGLE = 50

await using opened = await openBenchRuntime()
const { ctx, actor } = await makePerson(opened)
const linkIds = Array.from({ length: LINKS }, () => newId())
await opened.db.$executeRaw(sql`
  INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "title", "updatedAt")
  SELECT "id", ${actor.libraryId}::uuid, 'https://example.test/' || "id", 'https://example.test/' || "id",
    encode(sha256("id"::text::bytea), 'hex'), 'example.test', '第 ' || "n" || ' 篇', now()
  FROM unnest(${linkIds}::uuid[]) WITH ORDINALITY AS given("id", "n")`)
await opened.db.$executeRaw(sql`ANALYZE "Link"`)

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await work()
  console.log(`${what.padEnd(44)} ${((performance.now() - startedAt) / 1_000).toFixed(2).padStart(8)} s`)
  return result
}
const idOf = async (path: string) =>
  (await listTags(ctx, { q: path, limit: 100 })).items.find((tag) => tag.path === path)?.id ?? ''

console.log(`${LINKS} links, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`)
const named = await timed('tag them by name', () =>
  editLinks(ctx, { ids: linkIds.slice(0, 10_000), addTags: ['甲', '乙'] }),
)
console.log(`  ${named.status}, ${named.links.changed} changed`)
await timed('untag one of two, by a query', () =>
  editLinks(ctx, { filters: { tag: '甲' }, removeTags: ['乙'] }),
)
await timed('show them to everybody', () => editLinks(ctx, { filters: { tag: '甲' }, visibility: 'public' }))
const from = await idOf('甲')
const merged = await timed('merge the tag into another', async () =>
  mergeTags(ctx, { from: [from], into: await idOf('乙') }),
)
await timed('undo merging', () => undoOperation(ctx, { id: merged.id }))
const deleted = await timed('delete the tag', async () => deleteTag(ctx, { id: await idOf('甲') }))
await timed('undo deleting', () => undoOperation(ctx, { id: deleted.id }))
await timed('accept capturing them again', () => recaptureLinks(ctx, { filters: { tag: '甲' } }))
await timed(`${SINGLE} single edits`, async () => {
  for (const id of linkIds.slice(0, SINGLE)) await updateLink(ctx, { id, tags: ['丙'] })
})
const dropped = await timed('accept deleting them', () => deleteLinks(ctx, { filters: { tag: '甲' } }))
await timed('bring them to search, as a chore does', () =>
  reindexChanged(opened, 30_000).then((n) => console.log(`  ${n} links, the round ends after 30 s`)),
)
await timed('delete them, as a worker does', () =>
  runOperation(opened, { operationId: dropped.id }, new AbortController().signal),
)
