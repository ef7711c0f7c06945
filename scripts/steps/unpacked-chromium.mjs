// The last resort where no browser can be installed: the Chromium inside the optional package @sparticuz/chromium. Only
// its files are used; its own launch arguments would switch off the browser's protections.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { inProject, say } from './project.mjs'

const PACKED = inProject('node_modules/@sparticuz/chromium/bin')
const FOLDER = inProject('.cache/chromium')

const unpack = (name, ...into) =>
  pipeline(createReadStream(join(PACKED, name)), createBrotliDecompress(), ...into)

async function unpackTar(name, folder) {
  const tar = spawn('tar', ['-x', '--no-same-owner', '-C', folder], { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = once(tar, 'exit')
  // tar stops reading at the archive's end mark, before the padding behind it: its exit code tells whether all is well.
  await unpack(name, tar.stdin).catch(() => {})
  const [code] = await ended
  if (code !== 0) throw new Error(`tar cannot unpack ${name} of the packaged Chromium.`)
}

/**
 * Unpacks it once (209 MB, kept) and returns the programs to try: the binary as it is, and the same with the libraries
 * that come along (NSS, NSPR, expat), for systems without them. None when it is not installed or not for this processor.
 */
export async function unpackChromium() {
  if (!existsSync(PACKED) || process.platform !== 'linux' || process.arch !== 'x64') return []
  const programs = [join(FOLDER, 'chromium'), join(FOLDER, 'chromium-with-libraries')]
  if (programs.every((path) => existsSync(path))) return programs
  say('unpacking the packaged Chromium')
  const draft = `${FOLDER}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  await unpack('chromium.br', createWriteStream(join(draft, 'chromium'), { mode: 0o755 }))
  // What draws is looked for beside the binary.
  await unpackTar('swiftshader.tar.br', draft)
  await unpackTar('al2023.tar.br', draft)
  const script = `#!/bin/sh\nLD_LIBRARY_PATH='${FOLDER}/lib' exec '${programs[0]}' "$@"\n`
  writeFileSync(join(draft, 'chromium-with-libraries'), script, { mode: 0o755 })
  rmSync(FOLDER, { recursive: true, force: true })
  renameSync(draft, FOLDER)
  return programs
}
