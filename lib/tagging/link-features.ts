// What a link is compared by when tags are suggested: the words of its title and of the beginning of its text.
import { tokenizeText } from '#lib/search/tokenize.ts'

export interface Feature {
  gram: string
  /** How much it says about the link itself, before anything is known of the library. */
  weight: number
}

/** The beginning of a text says what it is about; reading all of it would only take longer. */
const TEXT_CHARACTERS = 3_000
/** Grams that are asked for; each costs a look into the index. */
const MAX_FEATURES = 40
/** A word of the title says as much as so many repetitions in the text. */
const TITLE_WEIGHT = 3

/** Words that are in everything and say nothing; the index's own numbers sort out the rest. */
const COMMON = new Set(
  `is it an as at be by in of on or to we if do so no he us my up me am its but all any one new use using
  the and for you with that this from are was not have has can will your our how what when why which who into about more
  一个 我们 可以 如何 什么 怎么 这个 没有 以及 使用 进行 为了 需要 不是 就是 还是 的是 是一 了一`.split(
    /\s+/,
  ),
)

const saysSomething = (gram: string) =>
  [...gram].length >= 2 && gram.length <= 40 && !/^\d+$/.test(gram) && !COMMON.has(gram)

function counted(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const gram of tokenizeText(text))
    if (saysSomething(gram)) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  return counts
}

/** The grams of a link, those that weigh most first; the same that the search index holds. */
export function linkFeatures({ title, text }: { title: string; text: string }): Feature[] {
  const weights = new Map<string, number>()
  for (const [gram, count] of counted(text.slice(0, TEXT_CHARACTERS))) weights.set(gram, Math.log2(1 + count))
  for (const gram of counted(title).keys()) weights.set(gram, (weights.get(gram) ?? 0) + TITLE_WEIGHT)
  return [...weights]
    .map(([gram, weight]) => ({ gram, weight }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MAX_FEATURES)
}
