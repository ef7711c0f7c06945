// Chooses the blob store that the settings ask for.
import { join } from 'node:path'
import type { BlobStore } from './blob-store.ts'
import { openFileStore } from './file-store.ts'
import type { S3Settings } from './s3-client.ts'
import { openS3Store } from './s3-store.ts'

/** The store of this installation: the bucket `config.s3`, or without one the folder `config.blobsDir`. */
export function openBlobStore(config: {
  blobsDir: string
  dataDir: string
  s3: S3Settings | null
}): BlobStore {
  const { s3, blobsDir, dataDir } = config
  return s3 ? openS3Store(s3, join(dataDir, 'uploads')) : openFileStore(blobsDir)
}
