// How much can still be written.
import { statfs } from 'node:fs/promises'

/**
 * Bytes that an unprivileged writer may still add in the fullest of the disks below these folders; folders that are not
 * there yet do not count.
 */
export async function freeBytes(folders: readonly string[]): Promise<number> {
  const free = await Promise.all(folders.map(freeBelow))
  return Math.min(...free)
}

async function freeBelow(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Number.POSITIVE_INFINITY
    throw error
  }
}
