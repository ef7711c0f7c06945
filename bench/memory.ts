// What the product holds when nobody asks it for anything, and what it lets go of after a capture.
// npm run bench:memory
import { setTimeout as delay } from 'node:timers/promises'
import { createToken, openApi, OWNER_SETTINGS, signIn } from '#test/api-client.ts'
import { removeFolder, startProduct } from '#test/product.ts'
import { processTree, sumOf, type ProcessFacts } from './process-cost.ts'
import { startSite } from '#test/site.ts'

const TARGET_MIB = 400
/** A product that has just started is still warming up; this is what "idle" means here. */
const IDLE_AFTER_MS = 20_000
const BROWSER_GONE_AFTER_MS = 60_000
const MiB = 1_048_576

const site = await startSite()
const product = await startProduct({ env: { ...OWNER_SETTINGS, LINKHOME_ALLOW_HOSTS: site.allowHosts } })
try {
  await delay(IDLE_AFTER_MS)
  const idle = await processTree(product.pid)
  print('idle', idle)
  judge(`idle below ${TARGET_MIB} MiB`, sumOf(idle, 'pssBytes') < TARGET_MIB * MiB)

  await openApi(product.url, await createToken(product.url, await signIn(product.url))).capture(
    `${site.origin}/read/news`,
  )
  print('right after a capture', await processTree(product.pid))
  await delay(BROWSER_GONE_AFTER_MS)
  const later = await processTree(product.pid)
  print('a minute later', later)
  judge('no browser is left', !later.some((facts) => roleOf(facts) === 'browser'))
} finally {
  await product.stop()
  await removeFolder(product.folder)
  await site.stop()
}

function roleOf({ pid, command }: ProcessFacts): string {
  if (pid === product.pid) return 'supervisor'
  if (/chrom|headless[-_]shell/i.test(command.split(' ')[0] ?? '')) return 'browser'
  if (/^postgres\b|\/postgres /.test(command)) return 'PostgreSQL'
  if (command.includes('worker')) return 'worker'
  return 'web'
}

function print(moment: string, tree: ProcessFacts[]): void {
  console.log(`\n${moment.padEnd(24)} ${'PSS'.padStart(8)} ${'RSS'.padStart(8)}  MiB`)
  const line = (name: string, part: ProcessFacts[]) =>
    console.log(
      `${name.padEnd(24)} ${(sumOf(part, 'pssBytes') / MiB).toFixed(1).padStart(8)} ${(sumOf(part, 'rssBytes') / MiB).toFixed(1).padStart(8)}`,
    )
  const byRole = Map.groupBy(tree, roleOf)
  for (const [role, part] of byRole) line(`${role} (${part.length})`, part)
  line('all', tree)
}

function judge(claim: string, holds: boolean): void {
  console.log(`${holds ? 'yes' : 'NO '}  ${claim}`)
  if (!holds) process.exitCode = 1
}
