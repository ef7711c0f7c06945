// Files that are forced to the disk and get their name when they are whole.
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Writes a new file and forces it to the disk. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Forces a file or a folder to the disk. */
export async function syncAt(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Gives the finished file its name; false when another writer was first. */
export async function publish(finished: string, target: string): Promise<boolean> {
  try {
    await link(finished, target)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
    // A file system without hard links: the rename replaces equal bytes by equal bytes.
    await rename(finished, target)
    return true
  }
}

/** Undoes a removal; a file that was put there in the meantime is the same. */
export async function putBack(aside: string, path: string): Promise<void> {
  await publish(aside, path)
  await rm(aside, { force: true })
}

/**
 * Makes the folder of a store, closed to the other users of the machine: what people keep for themselves lies there. One that is
 * there stays as its owner wants it.
 */
export async function makeStoreFolder(dir: string): Promise<void> {
  await mkdir(dirname(dir), { recursive: true })
  await mkdir(dir, { recursive: true, mode: 0o750 })
}

/** Makes a folder two levels below `root`, each entry forced to the disk. */
export async function makeDurably(folder: string, root: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true })
  if (made === undefined) return
  await syncAt(join(folder, '..'))
  await syncAt(root)
}
