// Fonts for Chinese text without root: Debian's packages taken apart into our cache, and a fontconfig file that adds them.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { has, inProject, runQuietly } from './project.mjs'

const FOLDER = inProject('.cache/fonts')
/** Chinese in 1.6 MB, good for everyday text, and emoji. */
const PACKAGES = ['fonts-wqy-microhei', 'fonts-noto-color-emoji']

/** Does the system have any font with Chinese letters? Unknown counts as no. */
export async function canDrawChinese() {
  const { code, output } = await runQuietly('fc-list', [':lang=zh', 'file'])
  return code === 0 && output.trim() !== ''
}

/** The path of a fontconfig file that adds them to the system's, or null when the packages cannot be had here. */
export async function fetchFonts() {
  if (!(await has('apt-get')) || !(await has('dpkg'))) return null
  mkdirSync(FOLDER, { recursive: true })
  const download = await runQuietly('apt-get', ['download', '-qq', ...PACKAGES], { cwd: FOLDER })
  if (download.code !== 0) return null
  for (const name of readdirSync(FOLDER).filter((entry) => entry.endsWith('.deb'))) {
    if ((await runQuietly('dpkg', ['-x', join(FOLDER, name), FOLDER])).code !== 0) return null
    rmSync(join(FOLDER, name))
  }
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
