// Dependencies exactly as package-lock.json names them.
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { inProject, NODE, runQuietly, say } from './project.mjs'

const readPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages

/**
 * Compares the lockfile with what npm says it installed: it writes node_modules/.package-lock.json as its last act, so
 * an interrupted install has none. Optional packages may be missing, since most are for other systems.
 */
function areInstalled() {
  const installedFile = inProject('node_modules/.package-lock.json')
  if (!existsSync(installedFile) || !existsSync(NODE)) return false
  const installed = readPackages(installedFile)
  return Object.entries(readPackages(inProject('package-lock.json'))).every(([path, locked]) => {
    if (path === '' || installed[path]?.version === locked.version) return true
    return installed[path] === undefined && Boolean(locked.optional || locked.devOptional || locked.peer)
  })
}

/** Makes `npx linkhome` find the command of this very project without asking a registry. */
function linkCommand() {
  const link = inProject('node_modules/.bin/linkhome')
  if (!existsSync(link)) symlinkSync('../../cli/linkhome.mjs', link)
}

/** @throws Error with npm's last words when the install fails */
export async function ensureDependencies() {
  if (!areInstalled()) {
    say('installing dependencies (some minutes, only the first time)')
    const { code, output } = await runQuietly('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      // A production environment would leave out what tests and the build need.
      env: { ...process.env, NODE_ENV: 'development' },
    })
    if (code !== 0) throw new Error(`the dependencies cannot be installed: npm ci failed.\n${output}`)
  }
  linkCommand()
}
