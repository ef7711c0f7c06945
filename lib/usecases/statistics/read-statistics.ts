// How much a library holds and costs; for admins also the whole installation.
import { z } from 'zod'
import type { snapshotStatus, Verdict } from '#lib/contract/snapshot.ts'
import { statisticsView } from '#lib/contract/statistics.ts'
import { readAllCounters, readLibraryCounters, type Counters } from '#lib/db/statistics.ts'
import { defineUseCase } from '../define-use-case.ts'

/** Counters of the actor's library; `store` is null for those who are no admins. As quick with a million links. */
export const readStatistics = defineUseCase({
  name: 'statistics.read',
  scope: 'links:read',
  input: z.strictObject({}),
  output: statisticsView,
  async run({ config, db, actor }) {
    const library = await readLibraryCounters(db, actor.libraryId)
    const all = actor.scopes.includes('admin') ? await readAllCounters(db) : null
    return {
      library: {
        ...countedIn(library),
        addedBytes: countOf(library, 'addedBytes'),
        quotaBytes: config.userQuotaBytes,
      },
      store: all && {
        ...countedIn(all),
        blobs: countOf(all, 'blobs'),
        contentBytes: countOf(all, 'contentBytes'),
        storedBytes: countOf(all, 'storedBytes'),
      },
    }
  },
})

const countOf = (counters: Counters, name: string) => counters.get(name) ?? 0

function countedIn(counters: Counters) {
  const withStatus = (name: z.infer<typeof snapshotStatus>) => countOf(counters, `snapshots.${name}`)
  const withVerdict = (name: Verdict) => countOf(counters, `verdicts.${name}`)
  const byStatus = {
    queued: withStatus('queued'),
    capturing: withStatus('capturing'),
    ready: withStatus('ready'),
    failed: withStatus('failed'),
  }
  const byVerdict = {
    good: withVerdict('good'),
    partial: withVerdict('partial'),
    http_error: withVerdict('http_error'),
    wall: withVerdict('wall'),
    empty: withVerdict('empty'),
  }
  const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0)
  return {
    links: countOf(counters, 'links'),
    snapshots: { total, byStatus, byVerdict },
    seenBytes: countOf(counters, 'seenBytes'),
  }
}
