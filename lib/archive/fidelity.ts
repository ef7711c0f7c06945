// The fidelity report: how much of a page its snapshot holds, each part measured or honestly unknown, and what is missing.
import { z } from 'zod'
import { canonicalJson } from '#lib/kernel/canonical-json.ts'

const share = z.number().min(0).max(1).nullable()

export const fidelity = z.object({
  /** 0..1: the weighted mean of what was measured. */
  score: z.number().min(0).max(1),
  /** Likeness of the frozen page to the live one as pictures; null until it is measured. */
  visual: share,
  /** How much of the words that could be seen the frozen page shows; null until it is measured. */
  text: share,
  /** Share of what the page asked for that was kept, weighed by what it does for the page; null when it asked for nothing. */
  resources: share,
  /** What the page lost, the worst first. */
  missing: z.array(z.object({ url: z.string(), reason: z.string() })).default([]),
})
export type Fidelity = z.infer<typeof fidelity>

/** First key of the blob that holds an assessment: how it is recognised among the blobs. */
const FIDELITY_FORMAT = 'linkhome-fidelity/1'

/** What a comparison with the live page adds to a manifest, which is written before it: a blob of its own. */
export const assessment = z.object({
  '@format': z.literal(FIDELITY_FORMAT),
  snapshot: z.string(),
  assessedAt: z.iso.datetime(),
  fidelity,
})

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

interface Request extends Resource {
  url: string
  resourceType: string
  failure: string | null
}

const MAX_MISSING = 50
const MAX_MISSING_URL_CHARACTERS = 500

/** Shares of the score. A page is looked at before it is read, and its requests are neither. */
const PARTS = { visual: 0.5, text: 0.3, resources: 0.2 } as const

/** What a request does for its page: a style sheet shapes all of it, a script has done its work, a ping tells others. */
const WEIGHTS: Record<string, number> = {
  document: 4,
  stylesheet: 4,
  image: 2,
  font: 2,
  media: 2,
  ping: 0,
  cspviolationreport: 0,
  preflight: 0,
  prefetch: 0,
  manifest: 0,
  websocket: 0,
  eventsource: 0,
}
const OTHER_WEIGHT = 1

/** Failures that a visitor's browser had as well, or that the page wanted: it looked as it looks without them. */
const NOT_LOST =
  /^(?:blocked_address|net::ERR_(?:ABORTED|BLOCKED_BY_\w+|CERT_\w+|UNKNOWN_URL_SCHEME|INVALID_URL|DISALLOWED_URL_SCHEME)|blocked:(?:csp|mixed-content|origin|corp-.*|coep-.*))$/

/** A question that waits for news (a long poll) has no answer yet that anybody could miss. */
const ASKED_BY_SCRIPT = new Set(['fetch', 'xhr'])

/** Counters of visits: nobody sees them, and many refuse robots. */
const COUNTERS =
  /(?:^|\.)(?:google-analytics\.com|googletagmanager\.com|doubleclick\.net|googlesyndication\.com|hm\.baidu\.com|cnzz\.com|umeng\.com|51\.la|clarity\.ms|hotjar\.com|sentry\.io|scorecardresearch\.com)$/

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

const round = (value: number) => Math.round(value * 1_000) / 1_000

/**
 * Judges a capture by what was kept of its requests. What the site itself did not have (404) is kept as it was answered,
 * and is no loss.
 */
export function fidelityReport(exchanges: readonly Request[]): Fidelity {
  const weighed = exchanges.map((one) => ({ ...one, weight: weightOf(one) }))
  const sum = (of: typeof weighed) => of.reduce((total, { weight }) => total + weight, 0)
  const lost = weighed.filter(({ failure, weight }) => failure !== null && weight > 0)
  const kept = weighed.filter(({ digest }) => digest !== null)
  const total = sum(lost) + sum(kept)
  const worstFirst = lost.sort((a, b) => b.weight - a.weight)
  // Asked for again and again, it is one loss.
  const missing = new Map<string, string>()
  for (const { url, failure } of worstFirst) if (!missing.has(url)) missing.set(url, failure ?? '')
  return scored({
    visual: null,
    text: null,
    resources: total === 0 ? null : sum(kept) / total,
    missing: [...missing].map(([url, reason]) => ({ url, reason })),
  })
}

function weightOf({ url, resourceType, failure }: Request): number {
  if (failure !== null && NOT_LOST.test(failure)) return 0
  if (failure === 'unfinished' && ASKED_BY_SCRIPT.has(resourceType)) return 0
  if (COUNTERS.test(URL.parse(url)?.hostname ?? '')) return 0
  return WEIGHTS[resourceType] ?? OTHER_WEIGHT
}

/** Adds what a look at the frozen page has shown; `absent` are addresses that it asked for in vain. */
export function assessed(
  report: Fidelity,
  seen: { visual: number | null; text: number | null; absent: readonly string[] },
): Fidelity {
  const absent = seen.absent.map((url) => ({ url, reason: 'not_in_archive' }))
  return scored({ ...report, visual: seen.visual, text: seen.text, missing: [...absent, ...report.missing] })
}

function scored({ visual, text, resources, missing }: Omit<Fidelity, 'score'>): Fidelity {
  const measured = { visual, text, resources }
  let [sum, weights] = [0, 0]
  for (const [part, weight] of Object.entries(PARTS)) {
    const value = measured[part as keyof typeof PARTS]
    if (value === null) continue
    sum += value * weight
    weights += weight
  }
  return {
    score: round(weights === 0 ? 1 : sum / weights),
    visual: visual && round(visual),
    text: text && round(text),
    resources: resources && round(resources),
    missing: missing
      .slice(0, MAX_MISSING)
      .map(({ url, reason }) => ({ url: url.slice(0, MAX_MISSING_URL_CHARACTERS), reason })),
  }
}

/** The blob that remembers an assessment. */
export function assessmentRecord(snapshot: string, assessedAt: Date, report: Fidelity): string {
  const record = assessment.parse({
    '@format': FIDELITY_FORMAT,
    snapshot,
    assessedAt: assessedAt.toISOString(),
    fidelity: report,
  })
  return canonicalJson(record)
}
