// A bounded queue between the listening connection and one slow reader.
import type { StoredEvent } from '#lib/contract/event.ts'

/** Events that wait for one reader; a reader that is further behind reads the table instead. */
const MAX_WAITING = 500

/** `gap`: something was missed or dropped, read the table again. */
export type QueueItem = StoredEvent | 'gap'

export interface EventQueue {
  push(item: QueueItem): void
  /** The next item, or null at the end. */
  next(): Promise<QueueItem | null>
  end(): void
}

/** Makes an empty queue for one reader. */
export function eventQueue(): EventQueue {
  let waiting: QueueItem[] = []
  let wake: (() => void) | null = null
  const ended = new AbortController()
  const ring = () => {
    wake?.()
    wake = null
  }
  return {
    push(item) {
      if (waiting.length >= MAX_WAITING) waiting = ['gap']
      else waiting.push(item)
      ring()
    },
    async next() {
      while (!ended.signal.aborted && waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return ended.signal.aborted ? null : (waiting.shift() ?? null)
    },
    end() {
      ended.abort()
      ring()
    },
  }
}
