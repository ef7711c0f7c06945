// The gate itself: every rule of the house catches a breach that is planted in a small copy of it.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

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

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-gate-'))
  for (const name of RULES) await cp(join(ROOT, name), join(folder, name))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  await plant(HOUSE)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function plant(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

/** Runs a script of package.json in the copy, as `npm run check` does. */
async function check(script: string): Promise<{ ok: boolean; output: string }> {
  const PATH = `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`
  const env = { ...process.env, PATH, NO_COLOR: '1' }
  return promisify(execFile)('npm', ['run', '--silent', script], { cwd: folder, env }).then(
    ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
    (failure: { stdout: string; stderr: string }) => ({ ok: false, output: failure.stdout + failure.stderr }),
  )
}

test.each(['floors', 'lint', 'format:check'])('%s passes a house without a breach', async (script) => {
  expect(await check(script)).toMatchObject({ ok: true })
})

const use = (what: string, from: string) =>
  `import { ${what} } from '${from}'\n\nexport const used = ${what}\n`

const BREACHES: { breach: string; script: string; file: string; text: string; says: string }[] = [
  {
    breach: 'an import of a higher floor',
    script: 'floors',
    file: 'lib/kernel/bad.ts',
    text: use('links', '#lib/db/links.ts'),
    says: 'floor-1-imports-down',
  },
  {
    breach: 'an import of a higher floor for its types only',
    script: 'floors',
    file: 'lib/kernel/bad.ts',
    text: `import type { links } from '#lib/db/links.ts'\n\nexport type Links = typeof links\n`,
    says: 'floor-1-imports-down',
  },
  {
    breach: 'a re-export of a type from a higher floor',
    script: 'floors',
    file: 'lib/kernel/bad.ts',
    text: `export type { links } from '#lib/db/links.ts'\n`,
    says: 'floor-1-imports-down',
  },
  {
    breach: 'an import type in an annotation, which the floors cannot see,',
    script: 'lint',
    file: 'lib/kernel/bad.ts',
    text: `export type Links = import('#lib/db/links.ts').Links\n`,
    says: 'consistent-type-imports',
  },
  {
    breach: 'a dynamic import of a higher floor',
    script: 'floors',
    file: 'lib/kernel/bad.ts',
    text: `export const bad = () => import('#lib/db/links.ts')\n`,
    says: 'floor-1-imports-down',
  },
  {
    breach: 'an import of a neighbour on the same floor',
    script: 'floors',
    file: 'lib/db/bad.ts',
    text: use('page', '#lib/capture/page.ts'),
    says: 'lib/db-knows-no-neighbour',
  },
  {
    breach: 'Next in the library',
    script: 'floors',
    file: 'lib/usecases/bad.ts',
    text: use('redirect', 'next/navigation'),
    says: 'react-only-in-the-web-front',
  },
  {
    breach: 'a font from the network',
    script: 'floors',
    file: 'app/bad.tsx',
    text: use('Inter', 'next/font/google'),
    says: 'no-fonts-from-the-network',
  },
  {
    breach: 'the browser driver outside of capture',
    script: 'floors',
    file: 'worker/bad.ts',
    text: use('chromium', 'playwright'),
    says: 'browser-driver-only-in-capture',
  },
  {
    breach: 'the Prisma client outside of the database room',
    script: 'floors',
    file: 'lib/usecases/bad.ts',
    text: use('PrismaPg', '@prisma/adapter-pg'),
    says: 'prisma-client-only-in-db',
  },
  {
    breach: 'capture within reach of a use case',
    script: 'floors',
    file: 'lib/usecases/bad.ts',
    text: use('page', '#lib/capture/page.ts'),
    says: 'capture-only-from-the-worker',
  },
  {
    breach: 'a circle',
    script: 'floors',
    file: 'lib/kernel/url.ts',
    text: `import { other } from './other.ts'\n\nexport const home = () => other\n`,
    says: 'no-circles',
  },
  {
    breach: 'an import of test code',
    script: 'floors',
    file: 'lib/kernel/bad.ts',
    text: use('kit', '#test/kit.ts'),
    says: 'product-imports-no-tests',
  },
  {
    breach: 'an import of nothing',
    script: 'floors',
    file: 'lib/kernel/bad.ts',
    text: use('ghost', './ghost.ts'),
    says: 'everything-resolves',
  },
  {
    breach: 'the environment outside of the configuration',
    script: 'lint',
    file: 'lib/db/bad.ts',
    text: `export const bad = () => process.env.SECRET\n`,
    says: 'no-process-env',
  },
  {
    breach: 'the environment by its other name',
    script: 'floors',
    file: 'lib/db/bad.ts',
    text: use('env', 'node:process'),
    says: 'environment-only-in-config',
  },
  {
    breach: 'an untyped value',
    script: 'lint',
    file: 'lib/kernel/bad.ts',
    text: `export const bad = (value: any) => value\n`,
    says: 'no-explicit-any',
  },
  {
    breach: 'a file that is not formatted',
    script: 'format:check',
    file: 'lib/kernel/bad.ts',
    text: `export const bad = "double"; \n`,
    says: 'lib/kernel/bad.ts',
  },
  {
    breach: 'an export that nobody uses',
    script: 'dead',
    file: 'lib/kernel/url.ts',
    text: `export const home = 'https://a.test/'\nexport const forgotten = 1\n`,
    says: 'forgotten',
  },
  {
    breach: 'a file that nobody imports',
    script: 'dead',
    file: 'lib/kernel/lonely.ts',
    text: `export const lonely = 1\n`,
    says: 'lib/kernel/lonely.ts',
  },
]

test.each(BREACHES)('$breach is caught by $script', async ({ script, file, text, says }) => {
  await plant({
    'lib/kernel/other.ts': `import { home } from './url.ts'\n\nexport const other = () => home\n`,
    'test/kit.ts': `export const kit = 1\n`,
    [file]: text,
  })
  const { ok, output } = await check(script)
  expect(output).toContain(says)
  expect(ok).toBe(false)
})
