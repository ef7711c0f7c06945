// Writes lib/search/simplified-characters.ts from the character tables of OpenCC. Run it after an update of opencc-js, and
// raise TOKENIZER_VERSION when the file changes: `node scripts/simplify-table.mjs`
import { writeFile } from 'node:fs/promises'
import hongKong from 'opencc-js/dict/HKVariants'
import fromHongKong from 'opencc-js/dict/HKVariantsRev'
import taiwan from 'opencc-js/dict/TWVariants'
import fromTaiwan from 'opencc-js/dict/TWVariantsRev'
import simplified from 'opencc-js/dict/TSCharacters'

const PAIRS_PER_LINE = 45

const pairsOf = (dictionary) => dictionary.split('|').map((entry) => entry.split(' ').slice(0, 2))
const isShort = (character) => character.length === 1

const simpler = new Map()
const simplest = (character) => {
  const next = simpler.get(character)
  return next === undefined ? character : simplest(next)
}
function join(from, to) {
  const [a, b] = [simplest(from), simplest(to)]
  if (a === b) return
  // A character of one UTF-16 unit stays one: positions in a text are those in its folded form.
  if (isShort(a) && !isShort(b)) simpler.set(b, a)
  else simpler.set(a, b)
}
for (const [from, to] of pairsOf(simplified)) join(from, to)
const known = new Set(simpler.values())
const variants = [
  ...[taiwan, hongKong].flatMap(pairsOf),
  ...[fromTaiwan, fromHongKong].flatMap(pairsOf).map(([variant, standard]) => [standard, variant]),
]
for (const [standard, variant] of variants)
  if (known.has(simplest(standard))) join(variant, standard)
  else join(standard, variant)

const pairs = [...simpler.keys()].sort().map((character) => character + simplest(character))
const lines = []
for (let at = 0; at < pairs.length; at += PAIRS_PER_LINE)
  lines.push(`  '${pairs.slice(at, at + PAIRS_PER_LINE).join('')}',`)
await writeFile(
  new URL('../lib/search/simplified-characters.ts', import.meta.url),
  `// Made by scripts/simplify-table.mjs from the character tables of OpenCC (Apache License 2.0). Not to be edited by hand.

/** Pairs: a traditional character or a variant, then the form in which search compares it. */
export const SIMPLIFIED_CHARACTERS = [
${lines.join('\n')}
].join('')
`,
)
