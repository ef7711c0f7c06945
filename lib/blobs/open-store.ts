// Chooses the blob store that the settings ask for.
import { join } from 'node:path'
import type { BlobStore } from './blob-store.ts'
import { openFileRecords } from './file-records.ts'
import { openFileStore } from './file-store.ts'
import { openFileUpkeep } from './file-upkeep.ts'
import type { RecordStore } from './record-store.ts'
import type { S3Settings } from './s3-client.ts'
import { openS3Records } from './s3-records.ts'
import { openS3Store } from './s3-store.ts'
import { openS3Upkeep } from './s3-upkeep.ts'
import type { StoreUpkeep } from './store-upkeep.ts'

interface StoreSettings {
  blobsDir: string
  dataDir: string
  s3: S3Settings | null
}

const uploadsOf = (dataDir: string) => join(dataDir, 'uploads')

/** The store of this installation: the bucket `config.s3`, or without one the folder `config.blobsDir`. */
export function openBlobStore({ s3, blobsDir, dataDir }: StoreSettings): BlobStore {
  return s3 ? openS3Store(s3, uploadsOf(dataDir)) : openFileStore(blobsDir)
}

/** The upkeep of that store. */
export function openStoreUpkeep({ s3, blobsDir, dataDir }: StoreSettings): StoreUpkeep {
  return s3 ? openS3Upkeep(s3, uploadsOf(dataDir)) : openFileUpkeep(blobsDir)
}

/** The records beside that store. */
export function openRecordStore({ s3, blobsDir }: StoreSettings): RecordStore {
  return s3 ? openS3Records(s3) : openFileRecords(join(blobsDir, 'records'), join(blobsDir, 'tmp'))
}
