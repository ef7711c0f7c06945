// Writes lib/search/frequent-characters.ts: what characters Chinese text is made of, the most frequent first, counted in
// folders of texts. Vectors are written by it, so it is made once; raise TOKENIZER_VERSION when the file changes:
// `node scripts/frequent-characters.mjs <folder or file>...`
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CODED_CHARACTERS } from '../lib/search/pair-codes.ts'
import { simplify } from '../lib/search/simplify.ts'

const CHARACTERS_PER_LINE = 100
/** Where kana stand among them: behind most of Chinese text, before what is rare. */
const KANA_AT = 1_000

const kana = [...'ー', ...range(0x3041, 0x3096), ...range(0x30a1, 0x30fa)]
function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, at) => String.fromCharCode(first + at))
}

async function textsOf(path) {
  if ((await stat(path)).isFile()) return [await readFile(path, 'utf8')]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.(?:md|txt)$/.test(entry.name))
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')))
}

// Each folder counts the same, whatever it has of text.
const shares = new Map()
for (const path of process.argv.slice(2)) {
  const found = simplify((await textsOf(path)).join('\n')).match(/\p{sc=Han}/gu) ?? []
  for (const character of found) shares.set(character, (shares.get(character) ?? 0) + 1 / found.length)
}
const frequent = [...shares].sort((a, b) => b[1] - a[1]).map(([character]) => character)
const isShort = (character) => character.length === 1
const characters = frequent
  .filter(isShort)
  .toSpliced(KANA_AT, 0, ...kana)
  .slice(0, CODED_CHARACTERS)
const lines = []
for (let at = 0; at < characters.length; at += CHARACTERS_PER_LINE)
  lines.push(`  '${characters.slice(at, at + CHARACTERS_PER_LINE).join('')}',`)
await writeFile(
  new URL('../lib/search/frequent-characters.ts', import.meta.url),
  `// Made by scripts/frequent-characters.mjs, which counted them. Not to be edited by hand: stored vectors are written by it.

/** Characters of Chinese and Japanese text, the most frequent first, in the form in which search compares them. */
export const FREQUENT_CHARACTERS = [
${lines.join('\n')}
].join('')
`,
)
