// Fonts for Chinese text without root: Debian's package taken apart into our cache, and a fontconfig file that adds it.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { has, inProject, runQuietly } from './project.mjs'

const FOLDER = inProject('.cache/fonts')
/** 1.6 MB to download; good for everyday text. */
const PACKAGE = 'fonts-wqy-microhei'

/** Does the system have any font with Chinese letters? Unknown counts as no. */
export async function canDrawChinese() {
  const { code, output } = await runQuietly('fc-list', [':lang=zh', 'file'])
  return code === 0 && output.trim() !== ''
}

/** The path of a fontconfig file that adds a Chinese font, or null when the package cannot be had here. */
export async function fetchFonts() {
  if (!(await has('apt-get')) || !(await has('dpkg'))) return null
  mkdirSync(FOLDER, { recursive: true })
  const download = await runQuietly('apt-get', ['download', '-qq', PACKAGE], { cwd: FOLDER })
  const deb = readdirSync(FOLDER).find((name) => name.startsWith(`${PACKAGE}_`) && name.endsWith('.deb'))
  if (download.code !== 0 || !deb) return null
  if ((await runQuietly('dpkg', ['-x', join(FOLDER, deb), FOLDER])).code !== 0) return null
  const file = join(FOLDER, 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(FOLDER, 'usr/share/fonts')}</dir>
  <cachedir>${join(FOLDER, 'cache')}</cachedir>
</fontconfig>
`,
  )
  return file
}
