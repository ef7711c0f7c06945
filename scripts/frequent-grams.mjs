// Writes lib/search/frequent-pairs.ts and frequent-words.ts: which characters stand behind which, and which stems of words
// texts are made of, counted in files of texts. Vectors are written by both, so they are made once; raise TOKENIZER_VERSION
// when one of them changes: `node scripts/frequent-grams.mjs <file>...`
import { readFile, writeFile } from 'node:fs/promises'
import { LEADERS, MOST_FOLLOWERS, oldPairCode } from '../lib/search/pair-codes.ts'
import { tokenizeStems } from '../lib/search/tokenize.ts'

/** Not all of them: behind a character so many have a code, and others had a short one before. */
const PAIRS = 40_000
const WORDS = 3_000
/** A vector holds a gram once, so it counts once for each piece as long as an article. */
const PIECE = 2_500
/** What fewer files have is of their subject. */
const MIN_FILES = { ofPair: 2, ofWord: 4 }
const CHARACTERS_PER_LINE = 100

const weights = new Map()
const files = new Map()
const add = (map, key, value) => map.set(key, (map.get(key) ?? 0) + value)
for (const path of process.argv.slice(2)) {
  const text = await readFile(path, 'utf8')
  const pieces = Math.ceil(text.length / PIECE)
  const found = new Set()
  for (let at = 0; at < pieces; at += 1)
    for (const gram of new Set(tokenizeStems(text.slice(at * PIECE, (at + 1) * PIECE)))) {
      found.add(gram)
      // A long file counts for more than a short one, but not for as much as it is longer.
      add(weights, gram, 1 / Math.sqrt(pieces))
    }
  for (const gram of found) add(files, gram, 1)
}
/** The grams that spare the most bytes. */
function best(grams, spared, limit) {
  const gain = new Map(grams.map((gram) => [gram, weights.get(gram) * spared(gram)]))
  return grams.toSorted((a, b) => gain.get(b) - gain.get(a)).slice(0, limit)
}
const known = (pattern, minFiles) =>
  [...weights.keys()].filter((gram) => pattern.test(gram) && files.get(gram) >= minFiles)

const bytes = (first, second = '') => Buffer.byteLength(oldPairCode(first, second))
const behind = new Map()
for (const pair of best(known(/^\p{sc=Han}{2}$/u, MIN_FILES.ofPair), () => 1, PAIRS)) {
  const [first, second] = pair
  if (bytes(first) < 3) behind.set(first, [...(behind.get(first) ?? []), second])
}
const gainOf = (first) =>
  behind
    .get(first)
    .slice(0, MOST_FOLLOWERS.ofLeader)
    .reduce((sum, second) => sum + weights.get(first + second) * (bytes(first, second) - 2), 0)
const gains = new Map([...behind.keys()].map((first) => [first, gainOf(first)]))
const firsts = [...behind.keys()].sort((a, b) => gains.get(b) - gains.get(a))
const lines = firsts.map((first, at) => {
  const followers =
    at < LEADERS
      ? behind.get(first).slice(0, MOST_FOLLOWERS.ofLeader)
      : behind
          .get(first)
          .filter((second) => bytes(first, second) > bytes(first) + 1)
          .slice(0, MOST_FOLLOWERS.ofOther)
  return first + followers.join('')
})
const pairs = lines.filter((line) => line.length > 1)

const words = best(known(/^[a-z0-9_]{3,}$/, MIN_FILES.ofWord), (word) => word.length - 2, WORDS)

/** Several lines of text that are one, parted at spaces or between them. */
function quoted(parts) {
  const lines = []
  for (const part of parts) {
    const [line = ''] = lines.slice(-1)
    if (line !== '' && line.length + part.length < CHARACTERS_PER_LINE) lines.splice(-1, 1, `${line} ${part}`)
    else lines.push(part)
  }
  return lines.map((line) => `  '${line}',`).join('\n')
}
const head = `// Made by scripts/frequent-grams.mjs, which counted them. Not to be edited by hand: stored vectors are written by it.\n`
const write = (name, text) =>
  writeFile(new URL(`../lib/search/${name}.ts`, import.meta.url), `${head}\n${text}`)
await write(
  'frequent-pairs',
  `/** Of each character those that stand behind it, the most frequent first. First the characters of which most is to be spared. */
export const FOLLOWERS = [
${quoted(pairs)}
]
  .join(' ')
  .split(' ')
`,
)
await write(
  'frequent-words',
  `/** Stems of words, those that spare the most first. */
export const FREQUENT_WORDS = [
${quoted(words)}
].join(' ')
`,
)
console.log(
  `${pairs.join('').length - pairs.length} pairs of ${pairs.length} characters, ${words.length} words`,
)
