// How much of an article is read, and what it costs: ours beside plain Readability, on the same pages in the same run.
// npm run bench:extraction [-- --aeb <checkout of scrapinghub/article-extraction-benchmark> --low 10]
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { extract } from '#lib/extract/extract.ts'
import type { ArticlePage } from '#test/pages/articles/article-page.ts'
import { CHINESE_ARTICLES } from '#test/pages/articles/chinese-sites.ts'
import { ENGLISH_ARTICLES } from '#test/pages/articles/english-sites.ts'

const { values: flags } = parseArgs({
  options: { aeb: { type: 'string' }, low: { type: 'string', default: '0' } },
})

interface Read {
  text: string
  html: string
  title: string | null
  byline: string | null
  published: string | null
  cpuMs: number
}
type Extractor = (html: string, url: string) => Omit<Read, 'cpuMs'>

const NONE = { text: '', html: '', title: null, byline: null, published: null }
const EXTRACTORS: Record<string, Extractor> = {
  ours(html, url) {
    const article = extract(parseHTML(html).document, url)
    return article
      ? { ...article, html: article.html, published: article.publishedAt?.toISOString() ?? null }
      : NONE
  },
  readability(html) {
    const article = new Readability(parseHTML(html).document).parse()
    if (!article) return NONE
    const { content, textContent, title, byline, publishedTime } = article
    const published = URL.canParse(`x:${publishedTime}`) && publishedTime ? new Date(publishedTime) : null
    return {
      text: textContent ?? '',
      html: content ?? '',
      title: title ?? null,
      byline: byline ?? null,
      published: published && !Number.isNaN(published.getTime()) ? published.toISOString() : null,
    }
  },
}

function read(extractor: Extractor, html: string, url: string): Read {
  const before = process.cpuUsage()
  let found: Omit<Read, 'cpuMs'> = NONE
  try {
    found = extractor(html, url)
  } catch {
    // A page that breaks an extractor has no article for it.
  }
  const { user, system } = process.cpuUsage(before)
  return { ...found, cpuMs: (user + system) / 1_000 }
}

const share = (wanted: readonly string[], isThere: (one: string) => boolean) =>
  wanted.length === 0 ? 1 : wanted.filter(isThere).length / wanted.length
const mean = (numbers: readonly number[]) =>
  numbers.length === 0 ? 1 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
const percentile = (numbers: readonly number[], at: number) =>
  numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * at))] ?? 0
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Shares of what a page of ours asks for; the lines of code count one by one, where they stand in one block. */
function judge(page: ArticlePage, { text, html, title, byline, published }: Read) {
  const { document } = parseHTML(`<body>${html}</body>`)
  const blocks = [...document.querySelectorAll('pre')].map((pre) => (pre.textContent ?? '').split('\n'))
  const lines = page.code.flatMap((code) => code.split('\n')).filter((line) => line.trim() !== '')
  const items = [...document.querySelectorAll('li')].map((item) => oneLine(item.textContent ?? ''))
  const facts = [title === page.title, byline === page.byline, published === page.published]
  return {
    code: share(lines, (line) => blocks.some((block) => block.includes(line))),
    items: share(page.items, (item) => items.some((one) => one.startsWith(item))),
    says: share(page.says, (sentence) => oneLine(text).includes(sentence)),
    formulas: share(page.formulas, (formula) => text.includes(formula)),
    clean: 1 - share(page.leavesOut, (words) => text.includes(words)),
    facts: mean(facts.map(Number)),
  }
}

const MEASURES = ['code', 'items', 'says', 'formulas', 'clean', 'facts'] as const
const row = (name: string, numbers: readonly number[]) =>
  console.log(`  ${name.padEnd(44)}${numbers.map((number) => number.toFixed(3).padStart(10)).join('')}`)

function benchOwnPages(): void {
  const pages = [...CHINESE_ARTICLES, ...ENGLISH_ARTICLES]
  for (const [name, extractor] of Object.entries(EXTRACTORS)) {
    console.log(`\n${name}: ${pages.length} pages of our own`)
    console.log(`  ${''.padEnd(44)}${MEASURES.map((measure) => measure.padStart(10)).join('')}`)
    const judged = pages.map((page) => ({ page, of: judge(page, read(extractor, page.html, page.url)) }))
    for (const { page, of } of judged)
      row(
        page.name.slice(0, 43),
        MEASURES.map((measure) => of[measure]),
      )
    row(
      'mean',
      MEASURES.map((measure) => mean(judged.map(({ of }) => of[measure]))),
    )
  }
}

/** Runs of four words, as the benchmark's own evaluate.py counts them. */
function shingles(text: string): Map<string, number> {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? []
  const counts = new Map<string, number>()
  for (let at = 0; at < Math.max(1, words.length - 3); at += 1) {
    const shingle = words.slice(at, at + 4).join(' ')
    if (shingle) counts.set(shingle, (counts.get(shingle) ?? 0) + 1)
  }
  return counts
}

function matchOf(truth: string, text: string): { precision: number | null; recall: number | null } {
  const [wanted, found] = [shingles(truth), shingles(text)]
  const sum = (counts: Map<string, number>) => [...counts.values()].reduce((all, count) => all + count, 0)
  let both = 0
  for (const [shingle, count] of found) both += Math.min(count, wanted.get(shingle) ?? 0)
  const [all, said] = [sum(wanted), sum(found)]
  return { precision: said === 0 ? null : both / said, recall: all === 0 ? null : both / all }
}

async function benchPublicSet(folder: string): Promise<void> {
  const truths: Record<string, { articleBody?: string; url?: string }> = JSON.parse(
    await readFile(join(folder, 'ground-truth.json'), 'utf8'),
  )
  const pages = await Promise.all(
    Object.entries(truths).map(async ([id, { articleBody = '', url = '' }]) => {
      const packed = await readFile(join(folder, 'html', `${id}.html.gz`))
      return { id, url, truth: articleBody, html: gunzipSync(packed).toString() }
    }),
  )
  console.log(
    `\narticle-extraction-benchmark, ${pages.length} pages (published: Readability 0.947, best 0.970)`,
  )
  for (const [name, extractor] of Object.entries(EXTRACTORS)) {
    const judged = pages.map((page) => {
      const found = read(extractor, page.html, page.url)
      return { ...page, ...matchOf(page.truth, found.text), cpuMs: found.cpuMs }
    })
    const precision = mean(judged.flatMap((one) => one.precision ?? []))
    const recall = mean(judged.flatMap((one) => one.recall ?? []))
    const cpu = judged.map(({ cpuMs }) => cpuMs)
    console.log(
      `  ${name.padEnd(12)} F1 ${((2 * precision * recall) / (precision + recall)).toFixed(3)} precision ${precision.toFixed(3)} recall ${recall.toFixed(3)}` +
        `  CPU p50 ${percentile(cpu, 0.5).toFixed(0)} ms p95 ${percentile(cpu, 0.95).toFixed(0)} ms max ${Math.max(...cpu).toFixed(0)} ms`,
    )
    const f1 = ({ precision: p, recall: r }: (typeof judged)[number]) => (p && r ? (2 * p * r) / (p + r) : 0)
    for (const one of judged.toSorted((a, b) => f1(a) - f1(b)).slice(0, Number(flags.low)))
      console.log(
        `    ${f1(one).toFixed(3)} P ${one.precision?.toFixed(2)} R ${one.recall?.toFixed(2)} ${one.id.slice(0, 8)} ${one.url.slice(0, 100)}`,
      )
  }
}

benchOwnPages()
if (flags.aeb !== undefined) await benchPublicSet(flags.aeb)
