// Finds what a picture has in common with an earlier one: for each column the steps by which it is made of that one.
import type { Strip, Strips } from './strips.ts'

/**
 * The next rows of a column, from the top: the number says how much farther down they stand in the base, `repeat` that
 * they equal the row above, `new` that the base has none like them.
 */
export type Step = [rows: number, from: number | 'repeat' | 'new']

/** Cells of one table: two bytes each, and no page of people's making comes near. */
const MAX_CELLS = 8_000_000
/** Fewer old rows than this between new ones cost less when they are new too. */
const MIN_COPIED_ROWS = 16
/** A gap that grew by more than a rounded line gets rows of its own. */
const MAX_REPEATED_ROWS = 3

/** Steps for each column; null when the pictures cannot be compared. */
export function alignStrips(base: Strips, picture: Strips): Step[][] | null {
  if (base.width !== picture.width || base.columns.length !== picture.columns.length) return null
  const columns: Step[][] = []
  for (const [at, strips] of picture.columns.entries()) {
    const steps = alignColumn(base.columns[at] ?? [], strips)
    if (steps === null) return null
    columns.push(steps)
  }
  return columns
}

const alike = (a: Strip, b: Strip) =>
  a.id === b.id && a.isGap === b.isGap && (a.isGap || a.height === b.height)

function alignColumn(base: readonly Strip[], strips: readonly Strip[]): Step[] | null {
  const same = (i: number, j: number) => {
    const [a, b] = [base[i], strips[j]]
    return a !== undefined && b !== undefined && alike(a, b)
  }
  let head = 0
  while (same(head, head)) head += 1
  let tail = 0
  while (
    tail < Math.min(base.length, strips.length) - head &&
    same(base.length - 1 - tail, strips.length - 1 - tail)
  )
    tail += 1
  const middle = matchMiddle(base.slice(head, base.length - tail), strips.slice(head, strips.length - tail))
  if (middle === null) return null
  const partnerOf = (j: number) => {
    if (j < head) return j
    if (j >= strips.length - tail) return base.length - (strips.length - j)
    const found = middle[j - head] ?? null
    return found === null ? null : found + head
  }
  const topOf: number[] = []
  base.reduce((y, { height }, at) => {
    topOf[at] = y
    return y + height
  }, 0)
  const steps: Step[] = []
  let y = 0
  for (const [j, { height }] of strips.entries()) {
    const partner = partnerOf(j)
    const old = partner === null ? null : base[partner]
    if (partner === null || !old) steps.push([height, 'new'])
    else steps.push(...stretch(old.height, height, (topOf[partner] ?? 0) - y))
    y += height
  }
  return joinSteps(withoutSlivers(joinSteps(steps)))
}

/**
 * A strip that stands `from` rows farther down in the base. A gap of another height is mended in its middle: near its
 * ends a packed picture carries traces of what stands there, which would become streaks.
 */
function stretch(oldRows: number, rows: number, from: number): Step[] {
  if (oldRows === rows) return [[rows, from]]
  const above = Math.ceil(Math.min(oldRows, rows) / 2)
  const below = Math.min(oldRows, rows) - above
  const added = rows - above - below
  const mended: Step[] = added === 0 ? [] : [[added, added > MAX_REPEATED_ROWS ? 'new' : 'repeat']]
  const rest: Step[] = below === 0 ? [] : [[below, from + oldRows - rows]]
  return [[above, from], ...mended, ...rest]
}

/** For each strip its partner in the base: in order, and as many rows as possible. */
function matchMiddle(base: readonly Strip[], strips: readonly Strip[]): (number | null)[] | null {
  const [rows, columns] = [base.length + 1, strips.length + 1]
  if (rows * columns > MAX_CELLS) return null
  /** Rows in common of what begins at i and j; a picture has fewer than 65,536. */
  const best = new Uint16Array(rows * columns)
  for (let i = base.length - 1; i >= 0; i -= 1) {
    for (let j = strips.length - 1; j >= 0; j -= 1) {
      const [a, b] = [base[i]!, strips[j]!]
      const without = Math.max(best[(i + 1) * columns + j]!, best[i * columns + j + 1]!)
      const together = alike(a, b) ? best[(i + 1) * columns + j + 1]! + Math.min(a.height, b.height) : 0
      best[i * columns + j] = Math.max(without, together)
    }
  }
  const partners: (number | null)[] = strips.map(() => null)
  for (let i = 0, j = 0; i < base.length && j < strips.length;) {
    const [a, b] = [base[i]!, strips[j]!]
    const here = best[i * columns + j]!
    if (alike(a, b) && here === best[(i + 1) * columns + j + 1]! + Math.min(a.height, b.height)) {
      partners[j] = i
      i += 1
      j += 1
    } else if (here === best[(i + 1) * columns + j]!) i += 1
    else j += 1
  }
  return partners
}

function joinSteps(steps: readonly Step[]): Step[] {
  const joined: Step[] = []
  for (const [rows, from] of steps) {
    const last = joined.at(-1)
    if (last && last[1] === from) last[0] += rows
    else joined.push([rows, from])
  }
  return joined
}

/** Makes new what is old for a few rows only, between new ones. */
function withoutSlivers(steps: readonly Step[]): Step[] {
  const isNew = (at: number) => steps[at]?.[1] === 'new'
  return steps.map(([rows, from], at) =>
    rows < MIN_COPIED_ROWS && isNew(at - 1) && isNew(at + 1) ? [rows, 'new'] : [rows, from],
  )
}
