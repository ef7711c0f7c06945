// Reads the Range header of media players (RFC 9110 section 14.2): one range of bytes, nothing else.

export interface ByteRange {
  /** First byte. */
  start: number
  /** Last byte, inclusive. */
  end: number
}

/**
 * @returns the range within `sizeBytes`; null when the whole is to be sent (no header, several ranges, other units);
 *          `unsatisfiable` when it starts behind the end
 */
export function parseRange(
  header: string | null | undefined,
  sizeBytes: number,
): ByteRange | null | 'unsatisfiable' {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? 'unsatisfiable' : { start: sizeBytes - length, end: sizeBytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (start >= sizeBytes) return 'unsatisfiable'
  return end < start ? null : { start, end }
}
