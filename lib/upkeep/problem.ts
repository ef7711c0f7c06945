// What `verify` can find wrong, and what a repair makes of it.

export const PROBLEM_KINDS = [
  /** Rows refer to bytes that are not there. */
  'missing',
  /** Bytes that are not what their name says. */
  'damaged',
  /** Bytes that are right, and a row that says something else about them. */
  'row_differs',
  /** Old bytes that no row knows of. */
  'orphan',
  /** A file in the place of blobs that is none. */
  'unknown',
  /** What a writer that died left behind. */
  'unfinished',
  /** A link that shows no version, or one that is not ready, although it has a ready one. */
  'no_front',
  /** A link that search does not know. */
  'unindexed',
  /** A tag whose count of links is wrong. */
  'tag_count',
] as const
export type ProblemKind = (typeof PROBLEM_KINDS)[number]

export interface Problem {
  kind: ProblemKind
  /** A digest, the path of a stray, or the id of a row. */
  name: string
  /** Of missing and damaged bytes: versions that need them. */
  snapshotIds: readonly string[]
}
