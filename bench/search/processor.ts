// What work costs: the time that a database backend and this process spend on a processor. Unlike the time on the wall it
// does not grow when others are busy.
import { readFileSync } from 'node:fs'

export interface Cost {
  backendMs: number
  nodeMs: number
  wallMs: number
}

/** First number of schedstat: nanoseconds on a processor (Linux, Documentation/scheduler/sched-stats.rst). */
const onProcessorMs = (pid: number) =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6

/** The cost of one call whose statements all go to this backend. */
export async function costOf(pid: number, work: () => Promise<unknown>): Promise<Cost> {
  const [backend, node, start] = [onProcessorMs(pid), process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(node)
  return {
    backendMs: onProcessorMs(pid) - backend,
    nodeMs: (user + system) / 1_000,
    wallMs: performance.now() - start,
  }
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** The median of some calls after one that warms up. */
export async function medianCost(pid: number, work: () => Promise<unknown>, times = 3): Promise<Cost> {
  await work()
  const costs: Cost[] = []
  for (let at = 0; at < times; at += 1) costs.push(await costOf(pid, work))
  const median = (of: (cost: Cost) => number) => quantile(costs.map(of), 0.5)
  return {
    backendMs: median((cost) => cost.backendMs),
    nodeMs: median((cost) => cost.nodeMs),
    wallMs: median((cost) => cost.wallMs),
  }
}
