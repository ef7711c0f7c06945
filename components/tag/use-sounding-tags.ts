'use client'
// Tags that sound like the letters being typed (`sjk` is 数据库): the server is asked, its tables are too large to send.
import { useEffect, useState } from 'react'

/** One letter says too little. */
const LETTERS = /^[a-z]{2,32}$/i
/** After the last key. */
const PAUSE_MS = 120

async function ask(letters: string, signal: AbortSignal): Promise<string[]> {
  const query = new URLSearchParams({ q: `tag:${letters}` })
  const response = await fetch(`/api/v1/links/suggestions?${query}`, { signal })
  if (!response.ok) return []
  const { tags }: { tags: { path: string }[] } = await response.json()
  return tags.map(({ path }) => path)
}

/** Paths for what is typed; none while the answer is on its way, and for what is no letters. */
export function useSoundingTags(typed: string): readonly string[] {
  const [found, setFound] = useState<{ typed: string; paths: string[] }>({ typed: '', paths: [] })
  useEffect(() => {
    if (!LETTERS.test(typed)) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      ask(typed, stop.signal).then(
        (paths) => setFound({ typed, paths }),
        () => {}, // typed on, or offline: the tags with these letters are offered all the same
      )
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [typed])
  return found.typed === typed ? found.paths : []
}
