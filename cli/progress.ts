// How far a long command is: on stderr, so that what it prints can be piped; now and then, not for every item.
const PAUSE_MS = 2_000

/** A function that says at most one sentence in two seconds. */
export function sayProgress(): (sentence: () => string) => void {
  let lastMs: number | null = null
  return (sentence) => {
    lastMs ??= performance.now()
    if (performance.now() - lastMs < PAUSE_MS) return
    lastMs = performance.now()
    process.stderr.write(`${sentence()}\n`)
  }
}
