// A light English stemmer: plurals, past tenses and gerunds meet; nothing is cut that would join different words.

const VOWELS = 'aeiou'

function isConsonant(word: string, at: number): boolean {
  const letter = word[at]!
  if (VOWELS.includes(letter)) return false
  return letter !== 'y' || at === 0 || !isConsonant(word, at - 1)
}

/** Porter's measure m: how often a vowel run is followed by a consonant run. */
function measure(word: string): number {
  let count = 0
  for (let at = 1; at < word.length; at += 1)
    if (isConsonant(word, at) && !isConsonant(word, at - 1)) count += 1
  return count
}

function hasVowel(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (!isConsonant(word, at)) return true
  return false
}

/** Porter's *o: ends in consonant, vowel, consonant, where the last is not w, x or y ("hop", not "snow"). */
function endsShort(word: string): boolean {
  const last = word.length - 1
  if (last < 2 || /[wxy]$/.test(word)) return false
  return isConsonant(word, last) && !isConsonant(word, last - 1) && isConsonant(word, last - 2)
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.endsWith('ies')) return word.slice(0, -2)
  if (word.endsWith('ss') || !word.endsWith('s')) return word
  return word.slice(0, -1)
}

function withoutTense(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const bare = word.replace(/(?:ed|ing)$/, '')
  if (bare === word || !hasVowel(bare)) return word
  if (/(?:at|bl|iz)$/.test(bare)) return `${bare}e`
  if (/([^aeioulsz])\1$/.test(bare)) return bare.slice(0, -1)
  return measure(bare) === 1 && endsShort(bare) ? `${bare}e` : bare
}

function withoutFinalE(word: string): string {
  if (!word.endsWith('e')) return word
  const bare = word.slice(0, -1)
  return measure(bare) > 1 || (measure(bare) === 1 && !endsShort(bare)) ? bare : word
}

/**
 * The stem under which forms of one English word meet: `containers` and `container`, `caching` and `cache`. Anything
 * but lower-case a-z of three letters or more is its own stem.
 *
 * @see M. F. Porter, "An algorithm for suffix stripping" (1980), steps 1a, 1b, 1c and 5a. The steps between strip
 *      derivations (-ational, -ness) and join words that a reader searches apart.
 */
export function stem(word: string): string {
  if (!/^[a-z]{3,}$/.test(word)) return word
  const tenseless = withoutTense(withoutPlural(word))
  const settled =
    tenseless.endsWith('y') && hasVowel(tenseless.slice(0, -1)) ? `${tenseless.slice(0, -1)}i` : tenseless
  return withoutFinalE(settled)
}
