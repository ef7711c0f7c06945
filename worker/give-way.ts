// Whoever reads goes before pages that are captured: one that keeps all processors busy is an attack or an import.
import { readFileSync, writeFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/** As nice(1) says it: with ten, a reader's process gets ten times of what one of ours gets beside it. */
const NICENESS = 10
const LEAST = 19

/**
 * Lowers the priority of this process, and of those that it starts from now on. Where Linux shares processors out by
 * session first (sched(7), autogroup), the priority within a session says nothing of others: its session is lowered too
 * when this process leads it. Another's holds programs that are not ours, a person's terminal with all that runs in it.
 */
export function giveWay(): void {
  setPriority(Math.min(getPriority() + NICENESS, LEAST))
  try {
    if (leadsItsSession()) writeFileSync('/proc/self/autogroup', String(getPriority()))
  } catch {
    // There is no such thing here: no Linux, or one that shares out by control groups.
  }
}

function leadsItsSession(): boolean {
  // proc_pid_stat(5): the fourth field behind the name in brackets, which may hold brackets itself.
  const stat = readFileSync('/proc/self/stat', 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === process.pid
}
