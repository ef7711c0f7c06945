// Bounds how many hold something at once when it is given up in the middle of their work.

export interface Places {
  /**
   * Resolves with how to leave when there is a place, in the order of asking. When the signal aborts it resolves at once:
   * whoever stops needs no place. Leaving twice is leaving once.
   */
  take(signal: AbortSignal): Promise<() => void>
}

/** @param limit  who may be in at once; beyond it are only those who stop */
export function openPlaces(limit: number): Places {
  const waiting = new Set<() => void>()
  let taken = 0

  function leave() {
    taken -= 1
    const [next] = waiting
    if (taken < limit) next?.()
  }

  return {
    async take(signal) {
      if (taken >= limit) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const wake = () => {
          waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          taken += 1
          resolve()
        }
        waiting.add(wake)
        signal.addEventListener('abort', wake, { once: true })
        if (signal.aborted) wake()
        await promise
      } else taken += 1
      let isHere = true
      return () => {
        if (isHere) leave()
        isHere = false
      }
    },
  }
}
