// How well tags are suggested: each link of a labelled library is taken as if it had none, and what is suggested is compared
// with what it has (micro-F1 of the first three), beside the most frequent tags and those of the same site.
// npm run bench:suggestions [-- --samples <folder of bookmarks exported elsewhere>]
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { inTransaction } from '#lib/db/client.ts'
import { suggestTags } from '#lib/tagging/suggest-tags.ts'
import { addLink } from '#lib/usecases/links/add-link.ts'
import { indexDocument } from '#lib/search/index-document.ts'
import { makePerson } from '#test/person.ts'
import { openBenchRuntime } from './bench-runtime.ts'
import { generatedLibrary, sampledLibrary, type Labelled } from './labelled-links.ts'

const AT = 3
const { values } = parseArgs({
  options: { samples: { type: 'string' }, size: { type: 'string', default: '600' } },
})

await using opened = await openBenchRuntime()

interface Loaded extends Labelled {
  linkId: string
}

/** How many are right, suggested, and there. */
interface Tally {
  right: number
  said: number
  wanted: number
}

const f1 = ({ right, said, wanted }: Tally) => (2 * right) / Math.max(said + wanted, 1)

async function load(links: readonly Labelled[]): Promise<{ libraryId: string; loaded: Loaded[] }> {
  const { ctx, actor } = await makePerson(opened)
  const loaded: Loaded[] = []
  for (const link of links) {
    const { id, site, tags } = await addLink(ctx, { url: link.url, title: link.title, tags: link.tags })
    const words = {
      linkId: id,
      libraryId: actor.libraryId,
      title: link.title,
      text: link.text,
      url: link.url,
      site,
    }
    await indexDocument(opened.db, { ...words, lang: null, note: '', tags: tags.map(({ path }) => path) })
    loaded.push({ ...link, linkId: id, site, tags: tags.map(({ path }) => path) })
  }
  return { libraryId: actor.libraryId, loaded }
}

/** The most frequent tags of some links. */
function frequent(links: readonly Labelled[]): string[] {
  const counts = new Map<string, number>()
  for (const path of links.flatMap(({ tags }) => tags)) counts.set(path, (counts.get(path) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, AT)
    .map(([path]) => path)
}

async function judge(name: string, links: readonly Labelled[]): Promise<void> {
  const { libraryId, loaded } = await load(links)
  await opened.db.$executeRawUnsafe('ANALYZE')
  const pathById = new Map(
    (await opened.db.tag.findMany({ where: { libraryId } })).map(({ id, path }) => [id, path]),
  )
  const borne = Map.groupBy(
    loaded.flatMap(({ tags }) => tags),
    (path) => path,
  )
  const lanes = { suggested: [] as string[][], frequent: [] as string[][], site: [] as string[][] }
  const times: number[] = []
  for (const link of loaded) {
    const others = loaded.filter(({ linkId }) => linkId !== link.linkId)
    // Without this link a tag that it bears alone would not be there.
    const isKnown = (path: string) => (borne.get(path)?.length ?? 0) > (link.tags.includes(path) ? 1 : 0)
    const startedAt = performance.now()
    const { tags: found } = await inTransaction(opened.db, (tx) => suggestTags(tx, libraryId, link, AT + 3))
    times.push(performance.now() - startedAt)
    lanes.suggested.push(
      found
        .map(({ tagId }) => pathById.get(tagId) ?? '')
        .filter(isKnown)
        .slice(0, AT),
    )
    lanes.frequent.push(frequent(others))
    lanes.site.push(frequent(others.filter(({ site }) => site === link.site)))
  }
  console.log(`\n${name}: ${loaded.length} links, ${borne.size} tags`)
  for (const [lane, answers] of Object.entries(lanes)) {
    const tally: Tally = { right: 0, said: 0, wanted: 0 }
    for (const [at, { tags }] of loaded.entries()) {
      const said = answers[at] ?? []
      tally.right += said.filter((path) => tags.includes(path)).length
      tally.said += said.length
      tally.wanted += tags.length
    }
    const [precision, recall] = [tally.right / Math.max(tally.said, 1), tally.right / tally.wanted]
    console.log(
      `  ${lane.padEnd(12)} F1@${AT} ${f1(tally).toFixed(3)}  precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}`,
    )
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
  console.log(`  ms per link: median ${at(0.5)}, 95 % ${at(0.95)}`)
}

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`)
await judge('generated library', generatedLibrary(Number(values.size)))
if (values.samples) await judge('bookmarks of others', await sampledLibrary(values.samples))
