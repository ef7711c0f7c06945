// What a process and all its children cost: CPU time and memory, read from /proc (Linux; proc(5)).
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

export interface ProcessFacts {
  pid: number
  parentPid: number
  /** The command line, arguments separated by spaces. */
  command: string
  /** User and system time of the process and of its children that have ended. */
  cpuSeconds: number
  /** The same without its children. */
  ownCpuSeconds: number
  /** Its own pages, and its share of those that it has in common with others. */
  pssBytes: number
  rssBytes: number
}

/** Ticks of utime and stime per second: USER_HZ is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100
const KiB = 1_024

/**
 * All processes below `rootPid`, the root included, alive at this moment.
 *
 * @param withMemory  false: the bytes are 0. The kernel walks all pages of a process to tell them, some milliseconds each
 */
export async function processTree(rootPid: number, withMemory = true): Promise<ProcessFacts[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const stats = new Map<number, Stat>()
  for (const pid of pids) {
    const stat = await readStat(pid)
    if (stat) stats.set(pid, stat)
  }
  const tree = [rootPid]
  for (const pid of tree) for (const [child, { parentPid }] of stats) if (parentPid === pid) tree.push(child)
  const facts = await Promise.all(tree.map((pid) => readFacts(pid, stats.get(pid), withMemory)))
  return facts.filter((fact) => fact !== null)
}

type Stat = Pick<ProcessFacts, 'parentPid' | 'cpuSeconds' | 'ownCpuSeconds'>

async function readStat(pid: number): Promise<Stat | null> {
  const stat = await readOrGone(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The name in parentheses may hold spaces and parentheses itself; the numbers follow the last one.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const seconds = (...at: number[]) =>
    at.reduce((sum, index) => sum + (fields[index] ?? 0), 0) / TICKS_PER_SECOND
  return { parentPid: fields[1] ?? 0, cpuSeconds: seconds(11, 12, 13, 14), ownCpuSeconds: seconds(11, 12) }
}

async function readFacts(
  pid: number,
  stat: Stat | undefined,
  withMemory: boolean,
): Promise<ProcessFacts | null> {
  const [commandLine, rollup] = await Promise.all([
    readOrGone(`/proc/${pid}/cmdline`),
    withMemory ? readOrGone(`/proc/${pid}/smaps_rollup`) : '',
  ])
  if (!stat || commandLine === null || rollup === null) return null
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0)
  return {
    pid,
    ...stat,
    command: commandLine.replaceAll('\0', ' ').trim(),
    pssBytes: kilobytes('Pss') * KiB,
    rssBytes: kilobytes('Rss') * KiB,
  }
}

async function readOrGone(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    // A process may end between the listing and the reading: it costs nothing any more.
    return null
  }
}

export const sumOf = (tree: ProcessFacts[], field: 'cpuSeconds' | 'pssBytes' | 'rssBytes') =>
  tree.reduce((sum, facts) => sum + facts[field], 0)

/** What a process of a browser is there for, by its command line. */
function roleOf({ command }: ProcessFacts): string {
  const type = / --type=([\w-]+)/.exec(command)?.[1]
  if (type !== undefined) return type.replace('-process', '')
  return /^\S*node /.test(command) ? 'node' : 'browser'
}

function pssByRole(tree: ProcessFacts[]): Record<string, number> {
  const byRole = Map.groupBy(tree, roleOf)
  return Object.fromEntries([...byRole].map(([role, part]) => [role, sumOf(part, 'pssBytes')]))
}

/** CPU and peak memory of what happens between `start` and `stop` in the tree of a process. */
export interface Cost {
  wallSeconds: number
  cpuSeconds: number
  /** Whose it was, by the same names: without processes that lived between two looks. */
  cpuByRole: Record<string, number>
  peakPssBytes: number
  /** Whose the bytes of the peak were: `node`, or what Chromium calls its kinds of processes. */
  peakByRole: Record<string, number>
}

const SAMPLE_MS = 500

/**
 * Starts measuring; the returned function stops and gives the cost.
 *
 * @param withMemory  looking at memory twice a second takes a tenth of two processors: false where time is measured
 */
export async function measureTree(rootPid: number, withMemory = true): Promise<() => Promise<Cost>> {
  const startedAt = performance.now()
  const before = await processTree(rootPid, withMemory)
  const cpuBefore = sumOf(before, 'cpuSeconds')
  const began = new Map(before.map(({ pid, ownCpuSeconds }) => [pid, ownCpuSeconds]))
  const spent = new Map<number, { role: string; seconds: number }>()
  let peakPssBytes = 0
  let peakByRole: Record<string, number> = {}
  let cpuNow = cpuBefore
  const stopped = new AbortController()
  const sample = async () => {
    const tree = await processTree(rootPid, withMemory)
    const pssBytes = sumOf(tree, 'pssBytes')
    if (pssBytes > peakPssBytes) {
      peakPssBytes = pssBytes
      peakByRole = pssByRole(tree)
    }
    for (const facts of tree) {
      const seconds = facts.ownCpuSeconds - (began.get(facts.pid) ?? 0)
      spent.set(facts.pid, { role: roleOf(facts), seconds })
    }
    // Time of a child that nobody waited for leaves the sums with it: the highest sum is the truest.
    cpuNow = Math.max(cpuNow, sumOf(tree, 'cpuSeconds'))
  }
  const sampling = (async () => {
    while (!stopped.signal.aborted) {
      await sample()
      await delay(SAMPLE_MS)
    }
  })()
  return async () => {
    const wallSeconds = (performance.now() - startedAt) / 1_000
    await sample()
    stopped.abort()
    await sampling
    const cpuByRole: Record<string, number> = {}
    for (const { role, seconds } of spent.values()) cpuByRole[role] = (cpuByRole[role] ?? 0) + seconds
    // A browser that is replaced takes its own sum with it.
    const ofAll = Object.values(cpuByRole).reduce((sum, seconds) => sum + seconds, 0)
    return {
      wallSeconds,
      cpuSeconds: Math.max(cpuNow - cpuBefore, ofAll),
      cpuByRole,
      peakPssBytes,
      peakByRole,
    }
  }
}
