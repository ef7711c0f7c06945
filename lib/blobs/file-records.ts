// Records as files: written beside, forced to the disk, renamed.
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { makeStoreFolder } from './durable-files.ts'
import { absentAsNull } from './file-layout.ts'
import { asStoreError } from './file-store.ts'
import { checkRecordName, isRecordName, type RecordStore } from './record-store.ts'

/**
 * Records in the folder `dir`, which is made at the first write.
 *
 * @param temporaryDir  of the blob store, in whose folder all of this lies; what a crash leaves there is removed by the blob store
 */
export function openFileRecords(dir: string, temporaryDir: string): RecordStore {
  const pathOf = (name: string) => join(dir, checkRecordName(name))
  return {
    async write(name, text) {
      const path = pathOf(name)
      const draft = join(temporaryDir, `${randomUUID()}.new`)
      try {
        await makeStoreFolder(dirname(temporaryDir))
        await mkdir(dirname(path), { recursive: true })
        await mkdir(temporaryDir, { recursive: true })
        await writeFile(draft, text, { flag: 'wx', flush: true })
        await rename(draft, path)
      } catch (error) {
        await rm(draft, { force: true })
        throw asStoreError(error)
      }
    },
    read: (name) => absentAsNull(readFile(pathOf(name), 'utf8')),
    remove: (name) => rm(pathOf(name), { force: true }),
    list: (folder) => walk(dir, join(dir, folder)),
  }
}

async function* walk(root: string, folder: string): AsyncIterable<string> {
  for (const entry of (await absentAsNull(readdir(folder, { withFileTypes: true }))) ?? []) {
    const path = join(folder, entry.name)
    const name = relative(root, path).split(sep).join('/')
    if (entry.isDirectory()) yield* walk(root, path)
    else if (isRecordName(name)) yield name
  }
}
