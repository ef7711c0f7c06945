// How much of the store one person may take.
import { AppError } from '#lib/kernel/errors.ts'
import type { DbOrTx } from './client.ts'
import { readLibraryCounters } from './statistics.ts'

/**
 * Is there room for one more capture? Counted is what the store grew by for the library; what is there stays, whatever
 * the quota.
 *
 * @param quotaBytes  null: no quota
 * @throws AppError `quota_exceeded` `{ usedMegabytes, quotaMegabytes }`
 */
export async function assertQuota(db: DbOrTx, libraryId: string, quotaBytes: number | null): Promise<void> {
  if (quotaBytes === null) return
  const usedBytes = (await readLibraryCounters(db, libraryId)).get('addedBytes') ?? 0
  if (usedBytes < quotaBytes) return
  const megabytes = (bytes: number) => Math.round(bytes / 1_000_000)
  throw new AppError('quota_exceeded', {
    usedMegabytes: megabytes(usedBytes),
    quotaMegabytes: megabytes(quotaBytes),
  })
}
