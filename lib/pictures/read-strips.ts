// Reads the strips of an earlier picture.
import { z } from 'zod'
import { ID_CHARACTERS, STRIPS_FORMAT, type Strips, type StripsBlob } from './strips.ts'

const stripsBlob = z.object({
  format: z.literal(STRIPS_FORMAT),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  columns: z.array(z.object({ heights: z.array(z.number().int()), ids: z.string() })),
}) satisfies z.ZodType<StripsBlob>

/** Null for what is no list of strips, or one of a later version. */
export function readStrips(json: Buffer): Strips | null {
  let told: unknown
  try {
    told = JSON.parse(json.toString())
  } catch {
    return null
  }
  const found = stripsBlob.safeParse(told).data
  if (!found) return null
  const columns = found.columns.map(({ heights, ids }) =>
    heights.map((height, at) => ({
      height: Math.abs(height),
      id: ids.slice(at * ID_CHARACTERS, (at + 1) * ID_CHARACTERS),
      isGap: height < 0,
    })),
  )
  return { width: found.width, height: found.height, columns }
}
