// Which tags the links most alike bear: nearest neighbours, weighed by how rare the words are that they share.
import type { Feature } from './link-features.ts'
import type { TagEvidence } from './tag-evidence.ts'

export interface ScoredTag {
  tagId: string
  /** From 0 to about 1. */
  score: number
  /** Words that it was found by, those that say most first. */
  words: string[]
  /** Links that bear the tag and hold one of these words, or are of the same site where there is no word. */
  links: number
}

/** Links most alike that are asked for their tags. */
const NEIGHBOURS = 20
/** What all links of the same site add, at most. */
const SITE_WEIGHT = 0.3
/** A tag whose name stands in the title needs little more. */
const NAME_IN_TITLE = 0.35
const NAME_IN_TEXT = 0.1
/** What is weaker is left out: a suggestion that is mostly wrong is worse than none. */
const MIN_SCORE = 0.15
const WORDS_SHOWN = 2

export interface NamedTag {
  id: string
  /** Does its last part, or one of its other names, stand in the title or in the text? */
  named: 'title' | 'text' | null
}

const add = (map: Map<string, number>, key: string, value: number) =>
  map.set(key, (map.get(key) ?? 0) + value)

/** How much a word says that so many of the library's links hold: nothing when all of them do. */
function rarity(hits: number, size: number): number {
  return Math.max(0, Math.log2((size + 1) / (hits + 0.5)))
}

/**
 * @param named   tags of the library whose names stand in the link
 * @param isWord  is a gram a word as it stands in the link, and no piece or stem of one?
 * @returns      best first
 */
export function scoreTags(
  features: readonly Feature[],
  evidence: TagEvidence,
  named: readonly NamedTag[],
  isWord: (gram: string) => boolean,
): ScoredTag[] {
  const { linksByGram, siteLinks, tagsByLink, size } = evidence
  const weightOf = new Map(
    features.map(({ gram, weight }) => [gram, weight * rarity(linksByGram.get(gram)?.length ?? 0, size)]),
  )
  const likeness = new Map<string, number>()
  for (const [gram, linkIds] of linksByGram)
    for (const linkId of linkIds) if (tagsByLink.has(linkId)) add(likeness, linkId, weightOf.get(gram) ?? 0)
  const nearest = [...likeness].sort((a, b) => b[1] - a[1]).slice(0, NEIGHBOURS)
  const scores = new Map<string, number>()
  // Squared, so that one link that is much alike counts more than several that share a word.
  const total = nearest.reduce((sum, [, like]) => sum + like ** 2, 0)
  for (const [linkId, like] of nearest)
    for (const tagId of tagsByLink.get(linkId) ?? []) add(scores, tagId, like ** 2 / total)
  const tagged = siteLinks.filter((linkId) => tagsByLink.has(linkId))
  for (const linkId of tagged)
    for (const tagId of tagsByLink.get(linkId) ?? []) add(scores, tagId, SITE_WEIGHT / (tagged.length + 1))
  for (const { id, named: where } of named)
    if (where) add(scores, id, where === 'title' ? NAME_IN_TITLE : NAME_IN_TEXT)
  return [...scores]
    .filter(([, score]) => score >= MIN_SCORE)
    .sort((a, b) => b[1] - a[1])
    .map(([tagId, score]) => ({ tagId, score, ...reasonFor(tagId, evidence, weightOf, isWord) }))
}

const PIECE = /^[^\x00-\x7f]{2}$/

/** Of two forms of one word, or two pieces that overlap, one is shown. */
function isLike(one: string, other: string): boolean {
  if (one.startsWith(other) || other.startsWith(one)) return true
  return PIECE.test(one) && PIECE.test(other) && (one.at(-1) === other[0] || other.at(-1) === one[0])
}

/**
 * The words that links with this tag share with the link, by how many do and how much it says: words as they stand in the
 * link, before the pieces and stems that the index knows besides.
 */
function reasonFor(
  tagId: string,
  { linksByGram, siteLinks, tagsByLink }: TagEvidence,
  weightOf: ReadonlyMap<string, number>,
  isWord: (gram: string) => boolean,
): Pick<ScoredTag, 'words' | 'links'> {
  const bears = (linkId: string) => tagsByLink.get(linkId)?.includes(tagId) ?? false
  const said = [...linksByGram]
    .map(([gram, linkIds]) => ({ gram, bearers: linkIds.filter(bears), of: linkIds.length }))
    .filter(({ bearers }) => bearers.length > 0)
    .map((word) => {
      const share = word.bearers.length / word.of
      const says = (weightOf.get(word.gram) ?? 0) * share * Math.log2(1 + word.bearers.length)
      return { ...word, says: isWord(word.gram) ? says : says / 100 }
    })
    .filter(({ says }) => says > 0)
    .sort((one, other) => other.says - one.says)
  const shown: typeof said = []
  for (const word of said)
    if (shown.length < WORDS_SHOWN && !shown.some(({ gram }) => isLike(gram, word.gram))) shown.push(word)
  const bearers = shown.length > 0 ? shown.flatMap((word) => word.bearers) : siteLinks.filter(bears)
  return { words: shown.map(({ gram }) => gram), links: new Set(bearers).size }
}
