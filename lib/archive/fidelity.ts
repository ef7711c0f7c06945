// The fidelity report: how much of a page its snapshot holds, each part measured or honestly unknown.

export interface Fidelity {
  /** 0..1: the mean of what was measured. */
  score: number
  /** Likeness of the replayed page to the screenshot; null until it is measured. */
  visual: number | null
  /** Share of the page's visible text that the frozen page shows; null until it is measured. */
  text: number | null
  /** Share of the page's requests whose bytes were kept; null when it made none. */
  resources: number | null
}

export interface ResourceCounts {
  total: number
  stored: number
  failed: number
  /** Bytes of what was stored, before compression; the same bytes twice count twice. */
  bytes: number
}

interface Resource {
  sizeBytes: number
  digest: string | null
}

/** Counts what the browser asked for and what was kept of it. */
export function countResources(resources: readonly Resource[]): ResourceCounts {
  const stored = resources.filter(({ digest }) => digest !== null)
  return {
    total: resources.length,
    stored: stored.length,
    failed: resources.length - stored.length,
    bytes: stored.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}

const round = (share: number) => Math.round(share * 1_000) / 1_000

/** Judges a capture by what is known of it. `visual` and `text` stay null until something measures them. */
export function fidelityReport(capture: { resources: readonly Resource[] }): Fidelity {
  const { total, stored } = countResources(capture.resources)
  const measured = { visual: null, text: null, resources: total === 0 ? null : round(stored / total) }
  const known = Object.values(measured).filter((share) => share !== null)
  const score = known.length === 0 ? 1 : known.reduce((sum, share) => sum + share, 0) / known.length
  return { score: round(score), ...measured }
}
