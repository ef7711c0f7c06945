// Bytes that are pushed, for somebody who pulls: the browser streams at its own speed, a disk writes at another.

/**
 * Bytes of all streams of a capture that may wait for the disk; a stream that would exceed it is given up. What Chromium has
 * received it tells at once and cannot be asked to wait: a fast site's largest body has to find room, and no more than
 * two thirds of what a capture may bring at all.
 */
const MAX_WAITING_BYTES = 64 * 1024 * 1024

/** Counts what waits in all streams that share it. */
export interface WaitingBytes {
  count: number
}

/** Why a stream ended before its bytes did: the pushing side gave it up, which is no fault of the reader's. */
export class GivenUp extends Error {}

export interface PushedBytes extends AsyncIterable<Uint8Array> {
  push(chunk: Uint8Array): void
  end(): void
  /** Ends with `GivenUp`, unless it has ended already; the reader meets it at once. */
  giveUp(reason: string): void
}

/** A stream for one reader. It fails by itself when too much waits. */
export function pushedBytes(waiting: WaitingBytes): PushedBytes {
  const chunks: Uint8Array[] = []
  let isEnded = false
  let failure: GivenUp | null = null
  let wake = () => {}

  function giveUp(reason: string) {
    if (isEnded || failure) return
    failure = new GivenUp(reason)
    waiting.count -= chunks.splice(0).reduce((sum, { byteLength }) => sum + byteLength, 0)
    wake()
  }

  return {
    push(chunk) {
      if (isEnded || failure) return
      if (waiting.count + chunk.byteLength > MAX_WAITING_BYTES) return giveUp('the disk is too slow')
      waiting.count += chunk.byteLength
      chunks.push(chunk)
      wake()
    },
    end() {
      isEnded = true
      wake()
    },
    giveUp,
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (failure) throw failure
        const chunk = chunks.shift()
        if (chunk) {
          waiting.count -= chunk.byteLength
          yield chunk
        } else if (isEnded) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
