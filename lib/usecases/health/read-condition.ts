// What holds captures up at this moment: for the people who wait for them.
import { z } from 'zod'
import { readWorkerPresence } from '#lib/db/worker-presence.ts'
import { defineUseCase } from '../define-use-case.ts'

/** `worker_away` when nobody captures, `disk_short` when there is no room for what would be captured, else null. */
export const readCondition = defineUseCase({
  name: 'health.condition',
  scope: 'links:read',
  input: z.strictObject({}),
  output: z.object({ holdup: z.enum(['worker_away', 'disk_short']).nullable() }),
  async run({ db }) {
    const { isAlive, hasRoom } = await readWorkerPresence(db)
    if (!isAlive) return { holdup: 'worker_away' as const }
    return { holdup: hasRoom ? null : ('disk_short' as const) }
  },
})
