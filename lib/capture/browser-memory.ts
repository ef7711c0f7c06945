// How much memory a browser holds with all its processes, read from /proc (proc(5)); nothing is known where that is not.
import { readdir, readFile } from 'node:fs/promises'

/** Linux on the machines that Chromium is built for: x86-64 and arm64 with pages of 4 KiB. */
const PAGE_BYTES = 4_096

/**
 * Bytes that the processes of a group have for themselves. What they share (Chromium's own code, a hundred megabytes in
 * each of its processes) is left out. Readable for every user, which `smaps_rollup` of sandboxed processes is not.
 *
 * @returns null without /proc
 */
export async function privateMemoryOfGroup(groupId: number): Promise<number | null> {
  const names = await readdir('/proc').catch(() => null) // Not Linux.
  if (names === null) return null
  const sizes = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => privateMemory(name, groupId)),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function privateMemory(processId: string, groupId: number): Promise<number> {
  try {
    const stat = await readFile(`/proc/${processId}/stat`, 'latin1')
    // The name in parentheses may hold blanks and parentheses; state, parent and group follow the last one.
    const group = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 3)[2]
    if (Number(group) !== groupId) return 0
    const [, resident = 0, shared = 0] = (await readFile(`/proc/${processId}/statm`, 'latin1'))
      .split(' ')
      .map(Number)
    return (resident - shared) * PAGE_BYTES
  } catch {
    return 0 // It ended between the listing and the reading.
  }
}
