'use client'
// Follows one capture from its first event and turns the page into the snapshot when it is there.
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { SnapshotEvent } from '#lib/contract/event.ts'
import type { Stage } from '#lib/contract/snapshot.ts'
import { afterEvent, startOf, type Progress } from './progress.ts'
import { ProgressSteps } from './progress-steps.tsx'

export function SnapshotProgress({ id, stage, url }: { id: string; stage: Stage; url: string }) {
  const router = useRouter()
  const [progress, setProgress] = useState<Progress>(() => startOf(stage))

  useEffect(() => {
    // The browser reconnects by itself and resumes after the last event it saw.
    const stream = new EventSource(`/api/v1/snapshots/${id}/events`)
    const onEvent = ({ data }: MessageEvent) => {
      const event: SnapshotEvent = JSON.parse(String(data))
      setProgress((before) => afterEvent(before, event))
      if (event.kind !== 'snapshot.ready' && event.kind !== 'snapshot.failed') return
      stream.close()
      router.refresh()
    }
    stream.addEventListener('message', onEvent)
    return () => stream.close()
  }, [id, router])

  return <ProgressSteps progress={progress} url={url} />
}
