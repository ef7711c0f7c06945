// What a patch says before its sheet of new pieces, a WebP: `u32` with the size of this as zstd of JSON comes first.
import type { Digest } from '#lib/kernel/digest.ts'
import type { Step } from './align-strips.ts'

export const PATCH_FORMAT = 'linkhome-picture-patch/1'
export const LENGTH_BYTES = 4

export interface PatchHeader {
  format: typeof PATCH_FORMAT
  /** The whole picture that it is pasted on: never another patch. */
  base: Digest
  width: number
  height: number
  /** From the left, each from the top. */
  columns: Step[][]
}
