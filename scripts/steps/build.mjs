// The production build of the web front: Next's standalone server with its static files beside it.
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { fingerprint, inProject, NODE, readMark, runQuietly, say } from './project.mjs'

const MARK = inProject('.next/linkhome-build')
const SOURCES = ['app', 'components', 'lib', 'public', 'proxy.ts', 'prisma/schema.prisma'].concat([
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
])
const isSource = (path) => !/[.]test[.]tsx?$/.test(path) && !path.startsWith('lib/db/generated/')

/** Next leaves these two to whoever serves them; its standalone server looks for them beside itself. */
function placeStaticFiles() {
  const standalone = inProject('.next/standalone')
  cpSync(inProject('.next/static'), `${standalone}/.next/static`, { recursive: true })
  if (existsSync(inProject('public')))
    cpSync(inProject('public'), `${standalone}/public`, { recursive: true })
}

/** @throws Error with Next's words when the build fails */
export async function ensureBuild() {
  const wanted = fingerprint(SOURCES, isSource)
  if (readMark(MARK) === wanted) return
  say('building the web front (about a minute, only after a change)')
  rmSync(MARK, { force: true })
  rmSync(inProject('.next/standalone'), { recursive: true, force: true })
  const next = inProject('node_modules/next/dist/bin/next')
  const { code, output } = await runQuietly(NODE, [next, 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (code !== 0) throw new Error(`the web front cannot be built.\n${output}`)
  placeStaticFiles()
  writeFileSync(MARK, wanted)
}
