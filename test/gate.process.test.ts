// The gate itself: every rule of the house catches a breach that is planted in a small copy of it.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const RULES = [
  '.dependency-cruiser.cjs',
  '.oxlintrc.json',
  '.oxfmtrc.json',
  'knip.json',
  'package.json',
  'tsconfig.json',
]

/** One file per floor, each leaning on the floor below: nothing to complain about. */
const HOUSE: Record<string, string> = {
  'lib/kernel/url.ts': `export const home = 'https://a.test/'\n`,
  'lib/blobs/store.ts': `import { home } from '#lib/kernel/url.ts'\n\nexport const store = () => home\n`,
  'lib/db/links.ts': `import { store } from '#lib/blobs/store.ts'\n\nexport const links = () => store()\n`,
  'lib/capture/page.ts': `import { chromium } from 'playwright'\n\nexport const page = () => chromium.name()\n`,
  'lib/pipeline/run.ts': `import { page } from '#lib/capture/page.ts'\n\nexport const run = () => page()\n`,
  'lib/usecases/add.ts': `import { links } from '#lib/db/links.ts'\n\nexport const add = () => links()\n`,
  'lib/config/load.ts': `export const port = () => process.env.PORT\n`,
  'worker/main.ts': `import { run } from '#lib/pipeline/run.ts'\n\nrun()\n`,
  'cli/main.ts': `import { port } from '#lib/config/load.ts'\nimport { add } from '#lib/usecases/add.ts'\n\nadd(port())\n`,
  'app/page.tsx': `import Link from 'next/link'\n\nexport default function Page() {\n  return <Link href="/">home</Link>\n}\n`,
}

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

/** Runs a script of package.json in a copy of the house with `files` in it, as `npm run check` does. */
async function check(script: string, files: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-gate-'))
  folders.push(folder)
  for (const name of RULES) await cp(join(ROOT, name), join(folder, name))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const [name, text] of Object.entries({ ...HOUSE, ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const PATH = `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`
  const env = { ...process.env, PATH, NO_COLOR: '1' }
  return promisify(execFile)('npm', ['run', '--silent', script], { cwd: folder, env }).then(
    ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
    (failure: { stdout: string; stderr: string }) => ({ ok: false, output: failure.stdout + failure.stderr }),
  )
}

const SCRIPTS = ['floors', 'lint', 'format:check', 'dead'] as const

test.each(SCRIPTS.filter((script) => script !== 'dead'))(
  '%s passes a house without a breach',
  async (script) => {
    expect(await check(script)).toMatchObject({ ok: true })
  },
)

/** What breaches of the floors need beside them. */
const LEANT_ON = {
  'lib/kernel/other.ts': `import { round } from './round.ts'\n\nexport const other = () => round\n`,
  'test/kit.ts': `export const kit = 1\n`,
}

const use = (what: string, from: string) =>
  `import { ${what} } from '${from}'\n\nexport const used = ${what}\n`

const BREACHES: { breach: string; script: string; file: string; text: string; says: string }[] = [
  {
    breach: 'an import of a higher floor',
    script: 'floors',
    file: 'lib/kernel/bad-1.ts',
    text: use('links', '#lib/db/links.ts'),
    says: 'floor-1-imports-down',
  },
  {
    breach: 'an import of a higher floor for its types only',
    script: 'floors',
    file: 'lib/kernel/bad-2.ts',
    text: `import type { links } from '#lib/db/links.ts'\n\nexport type Links = typeof links\n`,
    says: 'floor-1-imports-down',
  },
  {
    breach: 'a re-export of a type from a higher floor',
    script: 'floors',
    file: 'lib/kernel/bad-3.ts',
    text: `export type { links } from '#lib/db/links.ts'\n`,
    says: 'floor-1-imports-down',
  },
  {
    breach: 'an import type in an annotation, which the floors cannot see,',
    script: 'lint',
    file: 'lib/kernel/bad-4.ts',
    text: `export type Links = import('#lib/db/links.ts').Links\n`,
    says: 'consistent-type-imports',
  },
  {
    breach: 'a dynamic import of a higher floor',
    script: 'floors',
    file: 'lib/kernel/bad-5.ts',
    text: `export const bad = () => import('#lib/db/links.ts')\n`,
    says: 'floor-1-imports-down',
  },
  {
    breach: 'an import of a neighbour on the same floor',
    script: 'floors',
    file: 'lib/db/bad-6.ts',
    text: use('page', '#lib/capture/page.ts'),
    says: 'lib/db-knows-no-neighbour',
  },
  {
    breach: 'Next in the library',
    script: 'floors',
    file: 'lib/usecases/bad-7.ts',
    text: use('redirect', 'next/navigation'),
    says: 'react-only-in-the-web-front',
  },
  {
    breach: 'a font from the network',
    script: 'floors',
    file: 'app/bad-8.tsx',
    text: use('Inter', 'next/font/google'),
    says: 'no-fonts-from-the-network',
  },
  {
    breach: 'the browser driver outside of capture',
    script: 'floors',
    file: 'worker/bad-9.ts',
    text: use('chromium', 'playwright'),
    says: 'browser-driver-only-in-capture',
  },
  {
    breach: 'the Prisma client outside of the database room',
    script: 'floors',
    file: 'lib/usecases/bad-10.ts',
    text: use('PrismaPg', '@prisma/adapter-pg'),
    says: 'prisma-client-only-in-db',
  },
  {
    breach: 'capture within reach of a use case',
    script: 'floors',
    file: 'lib/usecases/bad-11.ts',
    text: use('page', '#lib/capture/page.ts'),
    says: 'capture-only-from-the-worker',
  },
  {
    breach: 'a circle',
    script: 'floors',
    file: 'lib/kernel/round.ts',
    text: `import { other } from './other.ts'\n\nexport const round = () => other\n`,
    says: 'no-circles',
  },
  {
    breach: 'an import of test code',
    script: 'floors',
    file: 'lib/kernel/bad-12.ts',
    text: use('kit', '#test/kit.ts'),
    says: 'product-imports-no-tests',
  },
  {
    breach: 'an import of nothing',
    script: 'floors',
    file: 'lib/kernel/bad-13.ts',
    text: use('ghost', './ghost.ts'),
    says: 'everything-resolves',
  },
  {
    breach: 'the environment outside of the configuration',
    script: 'lint',
    file: 'lib/db/bad-14.ts',
    text: `export const bad = () => process.env.SECRET\n`,
    says: 'no-process-env',
  },
  {
    breach: 'the environment by its other name',
    script: 'floors',
    file: 'lib/db/bad-15.ts',
    text: use('env', 'node:process'),
    says: 'environment-only-in-config',
  },
  {
    breach: 'an untyped value',
    script: 'lint',
    file: 'lib/kernel/bad-16.ts',
    text: `export const bad = (value: any) => value\n`,
    says: 'no-explicit-any',
  },
  {
    breach: 'a file that is not formatted',
    script: 'format:check',
    file: 'lib/kernel/bad-17.ts',
    text: `export const bad = "double"; \n`,
    says: 'bad-17.ts',
  },
  {
    breach: 'an export that nobody uses',
    script: 'dead',
    file: 'lib/kernel/url.ts',
    text: `${HOUSE['lib/kernel/url.ts']}export const forgotten = 1\n`,
    says: 'forgotten',
  },
  {
    breach: 'a file that nobody imports',
    script: 'dead',
    file: 'lib/kernel/lonely.ts',
    text: `export const lonely = 1\n`,
    says: 'lonely',
  },
]

describe.each(SCRIPTS)('%s, run once on a house with everything that it forbids,', (script) => {
  const breaches = BREACHES.filter((breach) => breach.script === script)
  let lines: string[]
  beforeAll(async () => {
    const planted = Object.fromEntries(breaches.map(({ file, text }) => [file, text]))
    const { ok, output } = await check(script, { ...planted, ...(script === 'floors' ? LEANT_ON : {}) })
    expect(ok).toBe(false)
    lines = output.split('\n')
  })

  test.each(breaches)('tells of $breach in $file', ({ file, says }) => {
    // The linter names the file in the line below.
    const told = lines.filter((line, at) => line.includes(says) && `${line}${lines[at + 1]}`.includes(file))
    expect(told).not.toEqual([])
  })
})
