'use client'
// One stream of events for all cards of a page: browsers allow six connections to a site, and cards may be dozens.
import { useRouter } from 'next/navigation'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import type { SnapshotEvent } from '#lib/contract/event.ts'
import type { Stage } from '#lib/contract/snapshot.ts'
import { afterEvent, startOf, type Progress } from './progress.ts'
import { ProgressLine } from './progress-steps.tsx'

const ProgressContext = createContext<ReadonlyMap<string, Progress>>(new Map())

interface LiveLibraryProps {
  /** Is any card of this page still in progress? Without one there is nothing to listen to. */
  isRunning: boolean
  children: ReactNode
}

export function LiveLibrary({ isRunning, children }: LiveLibraryProps) {
  const router = useRouter()
  const [progressById, setProgressById] = useState<ReadonlyMap<string, Progress>>(new Map())

  useEffect(() => {
    if (!isRunning) return
    const stream = new EventSource('/library-events')
    // Events between the page's reading and this connection are not told again: read once more, at each connection.
    stream.addEventListener('open', () => router.refresh())
    stream.addEventListener('message', ({ data }) => {
      // Our own server's words, of this very build: a parser here would only be weight.
      const { snapshotId, ...event }: SnapshotEvent & { snapshotId: string } = JSON.parse(String(data))
      setProgressById((before) =>
        new Map(before).set(snapshotId, afterEvent(before.get(snapshotId) ?? startOf('queued'), event)),
      )
      if (event.kind === 'snapshot.ready' || event.kind === 'snapshot.failed') router.refresh()
    })
    return () => stream.close()
  }, [isRunning, router])

  return <ProgressContext value={progressById}>{children}</ProgressContext>
}

/** The progress of one card, from the shared stream. */
export function CardProgress({ id, stage, url }: { id: string; stage: Stage; url: string }) {
  const progress = use(ProgressContext).get(id) ?? startOf(stage)
  return <ProgressLine progress={progress} url={url} />
}
