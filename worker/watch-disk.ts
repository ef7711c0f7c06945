// While the disk is nearly full nothing new is begun: what waits keeps waiting, and goes on by itself.
import { reportWorker } from '#lib/db/worker-presence.ts'
import { freeBytes } from '#lib/kernel/free-bytes.ts'
import type { Claiming } from '#lib/queue/queue.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

type DiskDeps = Pick<Runtime, 'config' | 'db' | 'log'>

export interface DiskWatch {
  /** Pauses or resumes claiming, which was paused at first, and tells the web when that changes. */
  look(): Promise<void>
  /** Says that this worker is there, and whether it has room. */
  report(): Promise<void>
}

/** The reserve is there so that the database on the same disk can write what is no capture: notes, tags, new links. */
export function openDiskWatch({ config, db, log }: DiskDeps, claiming: readonly Claiming[]): DiskWatch {
  const reserveBytes = config.diskReserveBytes
  /** Null until somebody has looked. */
  let hasRoom: boolean | null = null
  return {
    async look() {
      const free = await freeBytes([config.dataDir, config.blobsDir])
      const isEnough = free >= reserveBytes
      if (isEnough === hasRoom) return
      await Promise.all(claiming.map((one) => (isEnough ? one.resume() : one.pause())))
      log.info(isEnough ? 'disk.has_room' : 'disk.short', { freeBytes: free, reserveBytes })
      hasRoom = isEnough
      await reportWorker(db, { hasRoom })
    },
    report: () => reportWorker(db, { hasRoom: hasRoom ?? true }),
  }
}
