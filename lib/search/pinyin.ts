// How Chinese sounds, in letters: what is typed when the input method is off, or its first letters to be quick.

/** The library's tables take 20 MB: they are read when somebody first needs them. */
const tables = () => import('pinyin-pro')

/** Words whose sounds are kept: tags are asked for at every key. */
const MAX_KEPT = 20_000
const kept = new Map<string, Sounds>()

export interface Sounds {
  /** `shujuku` of 数据库; what is no Chinese stays, in lower case without spaces. */
  full: string
  /** `sjk`. */
  initials: string
}

const LETTERS = /^[a-z]+$/
const HAN = /\p{sc=Han}/u

/** Could this be pinyin? */
export function isLetters(text: string): boolean {
  return LETTERS.test(text)
}

/** The sounds of each text that holds Chinese; the others are left out. Of more than one reading, that of the word. */
export async function soundsOf(texts: readonly string[]): Promise<ReadonlyMap<string, Sounds>> {
  const chinese = texts.filter((text) => HAN.test(text))
  if (chinese.length === 0) return new Map()
  const { pinyin } = await tables()
  const options = { toneType: 'none', type: 'array', v: true } as const
  if (kept.size + chinese.length > MAX_KEPT) kept.clear()
  for (const text of chinese) {
    if (kept.has(text)) continue
    const syllables = pinyin(text, options).map((syllable) => syllable.toLowerCase().trim())
    kept.set(text, {
      full: syllables.join(''),
      initials: syllables.map((syllable) => syllable[0] ?? '').join(''),
    })
  }
  return new Map(chinese.map((text) => [text, kept.get(text)!]))
}

/** Does the word sound as the letters say, all of it or its beginning? Null when it does not. */
export function soundsLike({ full, initials }: Sounds, letters: string): 'all' | 'beginning' | null {
  if (initials === letters || full === letters) return 'all'
  return initials.startsWith(letters) || full.startsWith(letters) ? 'beginning' : null
}

/** The first piece of Chinese in the texts that sounds exactly so: `shujuku` is 数据库. One character says too little. */
export async function findSaid(texts: readonly string[], letters: string): Promise<string | null> {
  const { pinyin } = await tables()
  for (const text of texts)
    for (const [run] of text.matchAll(/\p{sc=Han}{2,}/gu)) {
      const characters = [...run]
      const syllables = pinyin(run, { toneType: 'none', type: 'array', v: true })
      if (syllables.length !== characters.length) continue
      for (let start = 0; start < characters.length - 1; start += 1) {
        let said = ''
        for (let end = start; end < characters.length && said.length < letters.length; end += 1) {
          said += syllables[end]
          if (said === letters && end > start) return characters.slice(start, end + 1).join('')
        }
      }
    }
  return null
}
