// What `doctor` looks at, one examination per need. Findings are facts: versions, paths, sizes.
import { mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { openBlobStore } from '#lib/blobs/open-store.ts'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { launchBrowser } from '#lib/capture/launch-browser.ts'
import { foundBrowser } from '#lib/config/found-browser.ts'
import type { Config } from '#lib/config/load-config.ts'
import { isMigrated } from '#lib/db/assert-migrated.ts'
import { findEmbedded } from '#lib/db/embedded.ts'
import type { Log } from '#lib/kernel/log.ts'

interface Finding {
  ok: boolean
  finding: string
}

interface Examination {
  name: string
  /** What it throws is a finding too: the need is not met. */
  examine(config: Config): Promise<Finding>
}

/** Below this a few captures fill the disk. */
const DISK_RESERVE_BYTES = 1024 ** 3

async function examineNode(): Promise<Finding> {
  return { ok: Number(process.versions.node.split('.')[0]) >= 24, finding: process.version }
}

/** Launches the browser as the worker does, and lets it draw a letter, a Chinese character and an emoji. */
async function examineBrowser(config: Config): Promise<Finding> {
  const path = findBrowser(config.chromiumPath ?? foundBrowser() ?? null)
  const warnings: string[] = []
  const launched = await launchBrowser(path, listening(warnings))
  try {
    const page = await launched.browser.newPage()
    const drawn = await page.evaluate(drawsAsItself, ['中', '😀'])
    const missing = drawn.filter(({ isDrawn }) => !isDrawn).map(({ text }) => text)
    const fonts = missing.length === 0 ? 'fonts 中 😀' : `no font for ${missing.join(' ')}`
    const facts = [path, launched.browser.version(), fonts, ...warnings]
    return { ok: missing.length === 0, finding: facts.join(', ') }
  } finally {
    await launched.close()
  }
}

/** In the page: is a text drawn, or only the box that stands for a missing glyph? U+10FFFE is in no font. */
function drawsAsItself(texts: string[]): { text: string; isDrawn: boolean }[] {
  const picture = (text: string) => {
    const canvas = document.createElement('canvas')
    const pen = canvas.getContext('2d')
    if (pen) pen.font = '40px sans-serif'
    pen?.fillText(text, 10, 60)
    return canvas.toDataURL()
  }
  const box = picture('\u{10FFFE}')
  return texts.map((text) => ({ text, isDrawn: picture(text) !== box }))
}

/** A log that keeps the names of its warnings: a browser that had to be started with less protection says so. */
function listening(warnings: string[]): Log {
  const ignore = () => {}
  return { debug: ignore, info: ignore, warn: (event) => void warnings.push(event), error: ignore }
}

async function examineDatabase(config: Config): Promise<Finding> {
  const embedded = await findEmbedded(join(config.dataDir, 'postgres'))
  const url = config.databaseUrl ?? embedded?.url
  if (url === undefined) return { ok: true, finding: 'embedded, started by linkhome start' }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    const query = async <R extends pg.QueryResultRow>(sql: string) => (await client.query<R>(sql)).rows
    const [server] = await query<{ version: string }>(`SELECT current_setting('server_version') AS version`)
    const isCurrent = await isMigrated((sql) => query(sql))
    const kind = config.databaseUrl === null ? 'embedded' : 'external'
    const finding = `PostgreSQL ${server?.version}, ${kind}, ${isCurrent ? 'migrated' : 'migrations missing'}`
    return { ok: isCurrent, finding }
  } finally {
    await client.end()
  }
}

async function examineStorage(config: Config): Promise<Finding> {
  await openBlobStore(config).check()
  const { s3, blobsDir } = config
  const place = s3 ? `${s3.endpoint} ${[s3.bucket, s3.prefix].filter(Boolean).join('/')}` : blobsDir
  return { ok: true, finding: `${place} is writable` }
}

async function examineDisk({ dataDir }: Config): Promise<Finding> {
  await mkdir(dataDir, { recursive: true })
  const { bavail, bsize } = await statfs(dataDir)
  const freeBytes = bavail * bsize
  return { ok: freeBytes > DISK_RESERVE_BYTES, finding: `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free` }
}

/** In the order in which a start would miss them. */
export const examinations: readonly Examination[] = [
  { name: 'node', examine: examineNode },
  { name: 'browser', examine: examineBrowser },
  { name: 'database', examine: examineDatabase },
  { name: 'storage', examine: examineStorage },
  { name: 'disk', examine: examineDisk },
]
