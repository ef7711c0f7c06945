// Chooses the blob store that the settings ask for.
import type { BlobStore } from './blob-store.ts'
import { openFileStore } from './file-store.ts'

/** The store of this installation: today always the folder `config.blobsDir`. */
export function openBlobStore(config: { blobsDir: string }): BlobStore {
  return openFileStore(config.blobsDir)
}
