// How faithful our copies are beside those of single-file-cli: the same pages in the same run, looked at when their site is gone.
// npm run bench:fidelity [-- --only <part of a name> --kind technique|site --part 1/3 --ours --folder <static site> --pages 20 --at-once 2 --keep <folder for pictures and texts>]
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writeHtmlFile } from '#lib/archive/html-file.ts'
import { writeMhtml } from '#lib/archive/mhtml.ts'
import type { FrozenSource, MakeForm } from '#lib/archive/frozen-source.ts'
import { compareImages } from '#lib/archive/compare-images.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { SITE_PAGES } from '#test/pages/sites/all-sites.ts'
import { TECHNIQUES } from '#test/pages/techniques.ts'
import { startSite } from '#test/site.ts'
import { startFolderSite } from './folder-site.ts'
import { openOurEngine, type OurCopy } from './our-engine.ts'
import { measureRecaptures } from './recaptures.ts'
import { findWholeChromium, saveWithSingleFile, type SavedFile } from './single-file.ts'
import { textLikeness } from '#lib/archive/text-likeness.ts'
import { openViewer, type CopyView, type View } from './viewer.ts'

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    kind: { type: 'string' },
    part: { type: 'string', default: '1/1' },
    ours: { type: 'boolean', default: false },
    folder: { type: 'string', multiple: true, default: [] },
    /** Of each folder. */
    pages: { type: 'string', default: '20' },
    'at-once': { type: 'string', default: '2' },
    keep: { type: 'string' },
  },
})

/** One look, capture or save with all its tries; what takes longer has hung, and must not hold the others. */
const WORK_LIMIT_MS = 240_000

/** A technique passes as the tests define it, and a box of equal pixels with little structure passes as well. */
const PASSING_SCORE = 0.98
const PASSING_EQUAL = 0.99

/** Below this likeness of two live visits a page is told apart and not counted. */
const STABLE = 0.97

/** What a page takes: each line with everything above it. Blobs that several pages share count for the first. */
const SHARES = [
  'page and parts',
  'with what the site answered',
  'with texts and manifest',
  'with its pictures',
] as const

interface Subject {
  name: string
  url: string
  kind: 'technique' | 'site'
  expects: string[]
}

interface Judged {
  structure: number
  score: number
  text: number
  outside: string[]
  scripts: string[]
  /** Why it did not pass; null when it did. */
  failure: string | null
}

const site = await startSite()
const folders = await Promise.all(flags.folder.map((folder) => startFolderSite(folder, Number(flags.pages))))
const allowHosts = [site, ...folders].map((one) => one.allowHosts).join(',')
const subjects = listSubjects()
const engine = await openOurEngine(allowHosts)
const scratch = await mkdtemp(join(tmpdir(), 'linkhome-bench-files-'))
const wholeChromium = flags.ours ? null : findWholeChromium()
const viewer = await openViewer()
try {
  console.log(`${subjects.length} pages; load of the machine ${loadavg()[0]?.toFixed(1)}`)
  const live = await collect(subjects, ({ url, expects }) => viewer.live(url, expects), 'live')
  // What two visitors see differently, no copy can be blamed for.
  const pages = subjects.filter(({ kind }) => kind === 'site')
  const again = await collect(pages, ({ url, expects }) => viewer.live(url, expects), 'live again')
  const ours = await collect(subjects, ({ url }) => engine.capture(url), 'ours')
  const files = new Map<string, SavedFile>()
  if (wholeChromium !== null) {
    const save = (subject: Subject) => saveWithSingleFile(wholeChromium, subject.url, fileOf(subject))
    for (const [name, saved] of await collect(subjects, save, 'single-file')) files.set(name, saved)
  }
  const recaptures = await measureRecaptures(site)
  // From here on there is no site: what a copy shows, it has.
  await Promise.all([site, ...folders].map((one) => one.stop()))
  const unstable = await findUnstable(live, again)
  const views = [await judgeAll('web view', live, ours, ({ capture }) => viewer.ours(engine.blobs, capture))]
  const forms: [string, MakeForm, string][] = [
    ['single HTML', writeHtmlFile, '.ours.html'],
    ['MHTML', writeMhtml, '.ours.mhtml'],
  ]
  for (const [title, make, ending] of forms) {
    const show = async (copy: OurCopy, subject: Subject) => {
      const path = fileOf(subject) + ending
      await writeFile(path, make(sourceOf(copy)))
      return viewer.file(path)
    }
    views.push(await judgeAll(title, live, ours, show))
  }
  if (wholeChromium !== null) views.push(await judgeAll('single-file', live, files, showFile))
  for (const { title, judged } of views) print(title, judged, unstable)
  printBytes(ours, files)
  console.log(
    `\nunchanged recapture ${kib(recaptures.unchangedBytes)} (target 5 KiB)\nten recaptures of a slightly changed page with the first ${recaptures.elevenOverOne.toFixed(2)} x the first (target 1.2 x)`,
  )
} finally {
  await viewer.close()
  await engine.close()
  await rm(scratch, { recursive: true, force: true })
}

function listSubjects(): Subject[] {
  const techniques = TECHNIQUES.map(({ name, path, expects }): Subject => {
    return { name, url: site.origin + path, kind: 'technique', expects }
  })
  const pages = SITE_PAGES.map((path): Subject => {
    return { name: path.slice('/sites/'.length), url: site.origin + path, kind: 'site', expects: [] }
  })
  const real = folders.flatMap((folder, at) =>
    folder.pages.map((path): Subject => {
      return { name: `folder${at}${path}`, url: folder.origin + path, kind: 'site', expects: [] }
    }),
  )
  const asked = [...techniques, ...pages, ...real]
    .filter(({ name }) => name.includes(flags.only ?? ''))
    .filter(({ kind }) => kind === (flags.kind ?? kind))
  const [part = 1, parts = 1] = flags.part.split('/').map(Number)
  return asked.filter((_subject, at) => at % parts === part - 1)
}

function fileOf({ name }: Subject): string {
  return join(scratch, `${name.replaceAll(/[^\w.-]/g, '_')}.html`)
}

function sourceOf({ capture }: OurCopy): FrozenSource {
  return {
    blobs: engine.blobs,
    url: capture.finalUrl,
    title: capture.title,
    byline: null,
    capturedAt: capture.capturedAt,
    page: capture.page.digest,
    article: null,
    manifest: null,
    parts: new Map(capture.parts.map((part) => [part.digest, part])),
    addresses: new Map(),
  }
}

/** Does the work for each subject, some at once; what fails is told and missing in the result. */
async function collect<T>(
  all: Subject[],
  work: (subject: Subject) => Promise<T>,
  title: string,
): Promise<Map<string, T>> {
  const startedAt = performance.now()
  const results = new Map<string, T>()
  const waiting = [...all]
  const lane = async () => {
    for (let subject = waiting.shift(); subject; subject = waiting.shift()) {
      try {
        results.set(subject.name, await withDeadline(WORK_LIMIT_MS, undefined, () => work(subject)))
      } catch (error) {
        console.log(`${title} failed: ${subject.name}: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
  await Promise.all(Array.from({ length: Number(flags['at-once']) }, lane))
  const seconds = (performance.now() - startedAt) / 1_000
  console.log(`${title.padEnd(12)} ${results.size} of ${all.length} pages in ${seconds.toFixed(0)} s`)
  return results
}

async function judgeAll<T>(
  title: string,
  live: Map<string, View>,
  copies: Map<string, T>,
  show: (copy: T, subject: Subject) => Promise<CopyView>,
): Promise<{ title: string; judged: Map<string, Judged> }> {
  const judge = async (subject: Subject): Promise<Judged> => {
    const page = live.get(subject.name)
    const copy = copies.get(subject.name)
    if (!page || copy === undefined) return lost(page ? 'no copy' : 'the live page could not be looked at')
    try {
      const shown = await show(copy, subject)
      await keepPictures(title, subject, page, shown)
      return await compare(subject, page, shown)
    } catch (error) {
      return lost(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
    }
  }
  return { title, judged: await collect(subjects, judge, title) }
}

async function showFile(saved: SavedFile, subject: Subject): Promise<CopyView> {
  if (saved.failure !== null) throw new Error(saved.failure)
  return viewer.file(fileOf(subject))
}

function lost(failure: string): Judged {
  return { structure: 0, score: 0, text: 0, outside: [], scripts: [], failure }
}

async function compare({ expects }: Subject, live: View, copy: CopyView): Promise<Judged> {
  const { structure, equalPixels, score } = await compareImages(live.screenshot, copy.screenshot)
  const missing = expects.find((text) => !copy.text.includes(text))
  const { outside, scripts } = copy
  const failure =
    score < PASSING_SCORE && equalPixels < PASSING_EQUAL
      ? `looks ${score.toFixed(3)}`
      : missing !== undefined
        ? `does not say “${missing}”`
        : outside[0] !== undefined
          ? `asks for ${outside[0]}`
          : scripts[0] !== undefined
            ? `ran ${scripts[0]}`
            : null
  return { structure, score, text: textLikeness(live.text, copy.text), outside, scripts, failure }
}

async function keepPictures(title: string, { name }: Subject, live: View, copy: View): Promise<void> {
  if (flags.keep === undefined) return
  await mkdir(flags.keep, { recursive: true })
  const base = join(flags.keep, name.replaceAll(/[^\w.-]/g, '_'))
  const views = { live, [title.replaceAll(' ', '-')]: copy }
  for (const [view, { screenshot, text }] of Object.entries(views)) {
    await writeFile(`${base}.${view}.png`, screenshot)
    await writeFile(`${base}.${view}.txt`, text)
  }
}

async function findUnstable(live: Map<string, View>, again: Map<string, View>): Promise<Set<string>> {
  const unstable = new Set<string>()
  for (const [name, second] of again) {
    const first = live.get(name)
    if (!first) continue
    const { structure } = await compareImages(first.screenshot, second.screenshot)
    const text = textLikeness(first.text, second.text)
    if (structure >= STABLE && text >= STABLE) continue
    unstable.add(name)
    console.log(`unstable ${name}: live against live SSIM ${structure.toFixed(3)} text ${text.toFixed(3)}`)
  }
  return unstable
}

function print(title: string, judged: Map<string, Judged>, unstable: Set<string>): void {
  const of = (kind: Subject['kind']) =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map(({ name }) => ({ name, ...(judged.get(name) ?? lost('')) }))
  const [techniques, pages] = [of('technique'), of('site').filter(({ name }) => !unstable.has(name))]
  const passed = techniques.filter(({ failure }) => failure === null)
  const share = techniques.length === 0 ? 1 : passed.length / techniques.length
  console.log(
    `\n${title}\n  techniques ${passed.length}/${techniques.length} (${(share * 100).toFixed(1)} %)`,
  )
  for (const { name, failure } of techniques)
    if (failure !== null) console.log(`    fails ${name}: ${failure}`)
  const structures = pages.map(({ structure }) => structure).sort((a, b) => a - b)
  console.log(
    `  site pages ${pages.length}: content SSIM mean ${mean(structures).toFixed(4)} median ${(structures[structures.length >> 1] ?? 1).toFixed(4)} min ${(structures[0] ?? 1).toFixed(4)}`,
  )
  for (const { name, structure, text, failure } of pages)
    if (structure < 0.985 || text < 0.995)
      console.log(`    low ${name}: SSIM ${structure.toFixed(3)} text ${text.toFixed(3)} ${failure ?? ''}`)
  console.log(`  text Dice mean ${mean(pages.map(({ text }) => text)).toFixed(4)}`)
  const all = [...techniques, ...pages]
  console.log(
    `  asked outside ${all.flatMap(({ outside }) => outside).length}, scripts run ${all.flatMap(({ scripts }) => scripts).length}`,
  )
}

function bytesByShare({ capture, newBytes }: OurCopy): number[] {
  const { page, parts, resources, screenshot, thumbnail } = capture
  const sum = (digests: readonly (string | null | undefined)[]) => {
    const wanted = new Set(digests)
    return capture.blobs.reduce(
      (total, { digest, isNew, storedBytes }) => total + (isNew && wanted.has(digest) ? storedBytes : 0),
      0,
    )
  }
  const view = [page, ...parts].map(({ digest }) => digest)
  const answered = [...view, ...resources.map(({ digest }) => digest)]
  const pictures = sum([screenshot, screenshot?.strips, thumbnail].map((picture) => picture?.digest))
  return [sum(view), sum(answered), newBytes - pictures, newBytes]
}

function printBytes(ours: Map<string, OurCopy>, files: Map<string, SavedFile>): void {
  const pages = subjects.filter(({ kind }) => kind === 'site')
  const theirs = pages.reduce((total, { name }) => total + (files.get(name)?.sizeBytes ?? 0), 0)
  console.log(`\nbytes of ${pages.length} site pages${files.size > 0 ? `; single-file ${kib(theirs)}` : ''}`)
  const shares = pages.flatMap(({ name }) => {
    const copy = ours.get(name)
    return copy ? [bytesByShare(copy)] : []
  })
  for (const [at, share] of SHARES.entries()) {
    const bytes = shares.reduce((total, sums) => total + (sums[at] ?? 0), 0)
    const ratio = files.size > 0 ? `  ${(bytes / theirs).toFixed(2)} x single-file` : ''
    console.log(`  ${share.padEnd(28)} ${kib(bytes).padStart(12)}${ratio}`)
  }
  if (files.size === 0) return
  const saved = [...files.values()]
  console.log(
    `single-file needed a second try on ${saved.filter(({ tries }) => tries > 1).length} pages, gave none on ${saved.filter(({ failure }) => failure !== null).length}`,
  )
}

function mean(numbers: number[]): number {
  return numbers.length === 0 ? 1 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

function kib(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1)} KiB`
}
