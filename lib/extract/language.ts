// The language of a text by the scripts it is written in, for pages that do not say or say it wrong.
import { claim, type Claim } from './claims.ts'

/** Characters that are looked at: enough to be sure. */
const SAMPLE_CHARACTERS = 20_000
/** Ideographs, or twice as many letters, that it takes to tell. */
const MIN_WEIGHT = 10
/** Share of a script from which on it is no accident. */
const PRESENT = 0.25

type Script =
  | 'han'
  | 'kana'
  | 'hangul'
  | 'latin'
  | 'cyrillic'
  | 'arabic'
  | 'greek'
  | 'hebrew'
  | 'thai'
  | 'devanagari'

const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['han', /\p{sc=Han}/gu],
  ['kana', /[\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ['hangul', /\p{sc=Hangul}/gu],
  ['latin', /\p{sc=Latin}/gu],
  ['cyrillic', /\p{sc=Cyrillic}/gu],
  ['arabic', /\p{sc=Arabic}/gu],
  ['greek', /\p{sc=Greek}/gu],
  ['hebrew', /\p{sc=Hebrew}/gu],
  ['thai', /\p{sc=Thai}/gu],
  ['devanagari', /\p{sc=Devanagari}/gu],
]

/** Frequent characters that are written in one of the two ways only. */
const TRADITIONAL = /[們個這來時說對會過發開關點為與學國無經讓還從見題業產實現區數據網絡請應該體]/gu
const SIMPLIFIED = /[们个这来时说对会过发开关点为与学国无经让还从见题业产实现区数据网络请应该体]/gu
const ENGLISH = /\b(?:the|and|of|to|is|that|for|with|are|this|was|you)\b/gi

const SCRIPT_OF: Record<string, Script> = {
  zh: 'han',
  ja: 'kana',
  ko: 'hangul',
  ru: 'cyrillic',
  uk: 'cyrillic',
  bg: 'cyrillic',
  sr: 'cyrillic',
  ar: 'arabic',
  fa: 'arabic',
  ur: 'arabic',
  el: 'greek',
  he: 'hebrew',
  th: 'thai',
  hi: 'devanagari',
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

/** Part of each script in a text; one ideograph weighs as much as two letters. Empty for a text too short to tell. */
function scriptShares(text: string): Map<Script, number> {
  const weights = SCRIPTS.map(
    ([script, pattern]) => [script, count(text, pattern) * (script === 'latin' ? 0.5 : 1)] as const,
  )
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
  return new Map(total < MIN_WEIGHT ? [] : weights.map(([script, weight]) => [script, weight / total]))
}

function mainScript(shares: Map<Script, number>): Script | null {
  const shareOf = (script: Script) => shares.get(script) ?? 0
  // Japanese mixes both: a Chinese text has next to no kana.
  if (shareOf('kana') > 0.1 * (shareOf('kana') + shareOf('han'))) return 'kana'
  const [other] = [...shares].filter(([script]) => script !== 'latin').sort((a, b) => b[1] - a[1])
  // Latin is also what names and code are written in: another script that is well present decides.
  if (other && other[1] >= PRESENT) return other[0]
  return shareOf('latin') > 0 ? 'latin' : null
}

function byScript(script: Script, text: string): string | null {
  if (script === 'han') return count(text, TRADITIONAL) > count(text, SIMPLIFIED) ? 'zh-TW' : 'zh-CN'
  if (script === 'latin') return count(text, ENGLISH) * 40 > text.split(/\s+/).length ? 'en' : null
  if (script === 'cyrillic') return 'ru'
  return Object.entries(SCRIPT_OF).find(([, known]) => known === script)?.[0] ?? null
}

function canonical(declared: string): string | null {
  try {
    return Intl.getCanonicalLocales(declared.trim().replaceAll('_', '-'))[0] ?? null
  } catch {
    return null // not a language tag: as good as none
  }
}

/**
 * BCP 47 tag of a text: what the page declares, unless the text is written in another script; then what the script
 * says. Null when neither says anything.
 */
export function languageOf(declared: string | null, text: string): string | null {
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  const tag = declared ? canonical(declared) : null
  const shares = scriptShares(sample)
  const script = mainScript(shares)
  if (!script) return tag
  const detected = byScript(script, sample)
  if (!tag) return detected
  const expected = SCRIPT_OF[tag.split('-')[0]!] ?? 'latin'
  if (expected !== 'latin' && (shares.get(expected) ?? 0) >= PRESENT && expected !== script) return tag
  if (expected === script) return tag === 'zh' ? detected : tag
  return detected ?? tag
}

const primary = (tag: string) => tag.split('-')[0]!.toLowerCase()

/**
 * What is known of the language, the answer of `languageOf` among it: declarations that the text contradicts are not
 * believed any more.
 */
export function languageClaims(declared: readonly Claim[], text: string): Claim[] {
  const tags = declared.flatMap(({ value, ...rest }) => claim(canonical(value), rest.source, rest.confidence))
  const answer = languageOf(tags[0]?.value ?? null, text)
  const written = languageOf(null, text)
  return [
    ...tags.map((tag) =>
      answer !== null && primary(tag.value) !== primary(answer) ? { ...tag, confidence: 0.2 } : tag,
    ),
    ...claim(written, 'script', 0.8),
  ]
}
