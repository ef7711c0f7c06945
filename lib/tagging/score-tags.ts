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
 * @param named  tags of the library whose names stand in the link
 * @returns      best first
 */
export function scoreTags(
  features: readonly Feature[],
  evidence: TagEvidence,
  named: readonly NamedTag[],
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
    .map(([tagId, score]) => ({ tagId, score, ...reasonFor(tagId, evidence, weightOf) }))
}

/** The words that links with this tag share with the link, by how many do and how much it says. */
function reasonFor(
  tagId: string,
  { linksByGram, siteLinks, tagsByLink }: TagEvidence,
  weightOf: ReadonlyMap<string, number>,
): Pick<ScoredTag, 'words' | 'links'> {
  const bears = (linkId: string) => tagsByLink.get(linkId)?.includes(tagId) ?? false
  const said = [...linksByGram]
    .map(([gram, linkIds]) => ({ gram, bearers: linkIds.filter(bears), of: linkIds.length }))
    .filter(({ bearers }) => bearers.length > 0)
    .map((word) => ({
      ...word,
      says:
        (weightOf.get(word.gram) ?? 0) * (word.bearers.length / word.of) * Math.log2(1 + word.bearers.length),
    }))
    .sort((a, b) => b.says - a.says)
    .filter(({ says }) => says > 0)
    .slice(0, WORDS_SHOWN)
  const links =
    said.length > 0 ? new Set(said.flatMap(({ bearers }) => bearers)).size : siteLinks.filter(bears).length
  return { words: said.map(({ gram }) => gram), links }
}
