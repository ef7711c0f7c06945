// Statistics: how much there is, and what keeping it costs.
import { z } from 'zod'
import { snapshotStatus, verdict } from './snapshot.ts'

const count = z.number().int().min(0)

const counted = {
  links: count,
  snapshots: z.object({
    total: count,
    byStatus: z.record(snapshotStatus, count),
    byVerdict: z.record(verdict, count),
  }),
  seenBytes: count.describe(
    'What the snapshots would take if each were kept alone: every blob of each of them, uncompressed.',
  ),
}

export const statisticsView = z
  .object({
    library: z.object({
      ...counted,
      addedBytes: count.describe(
        'What the blob store grew by for these snapshots: compressed, and without what was there already.',
      ),
      quotaBytes: count.nullable().describe('What it may grow to; null: no quota.'),
    }),
    store: z
      .object({
        ...counted,
        blobs: count,
        contentBytes: count.describe('Every blob once, uncompressed.'),
        storedBytes: count.describe('Every blob once, as it lies in the store.'),
      })
      .nullable()
      .describe('All libraries together; for admins.'),
  })
  .meta({ id: 'Statistics' })
export type StatisticsView = z.output<typeof statisticsView>
