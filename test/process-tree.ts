// Processes as /proc tells them: who descends from whom, and who of them still lives. Linux only, as the tests are.
import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'

export interface ProcessEntry {
  pid: number
  parentPid: number
  /** Clock ticks since boot: with the number it names one process for ever (proc(5), field 22 of stat). */
  startTicks: number
  command: string
  isZombie: boolean
}

function readEntry(pid: number): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      pid,
      parentPid: Number(fields[1]),
      startTicks: Number(fields[19]),
      command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      isZombie: fields[0] === 'Z',
    }
  } catch {
    return null // it ended while we looked
  }
}

function allProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readEntry(Number(name)) ?? [])
}

/** How much a process gives way to those of others: its session where Linux asks that first (sched(7)), else itself. */
export function nicenessOf(pid: number): number {
  const session = /nice (-?\d+)/.exec(sessionLine(pid))?.[1]
  return session === undefined ? getPriority(pid) : Number(session)
}

/** What Linux says of a process's session: nothing where sessions do not count, or where this one stands outside of them. */
function sessionLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/autogroup`, 'utf8')
  } catch {
    return ''
  }
}

/** The process itself and everything below it, parents before children. */
export function processTree(rootPid: number): ProcessEntry[] {
  const all = allProcesses()
  const tree = all.filter((entry) => entry.pid === rootPid)
  for (const member of tree) tree.push(...all.filter((entry) => entry.parentPid === member.pid))
  return tree
}

/** Those of the given processes that still live. */
export function survivors(entries: ProcessEntry[]): ProcessEntry[] {
  return entries.filter(({ pid, startTicks }) => {
    const now = readEntry(pid)
    return now !== null && now.startTicks === startTicks && !now.isZombie
  })
}
