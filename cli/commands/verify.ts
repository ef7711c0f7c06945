// `linkhome verify`: do rows and bytes agree? With `--repair`, they do afterwards. Beside a running server as well as without one.
import { openStoreUpkeep } from '#lib/blobs/open-store.ts'
import { formatBytes } from '#lib/i18n/format.ts'
import type { Problem } from '#lib/upkeep/problem.ts'
import { repairProblem, type Fix } from '#lib/upkeep/repair-library.ts'
import { verifyLibrary, type Checked } from '#lib/upkeep/verify-library.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, printJson, printLine } from '../print.ts'
import { sayProgress } from '../progress.ts'
import { withRuntime } from '../with-runtime.ts'

/** Problems that `--json` tells one by one; beyond that their number says enough. */
const MAX_LISTED = 10_000

export const command = defineCommand({
  options: { ...jsonOption, repair: { type: 'boolean' } },
  async run({ json, repair }, _positionals, { t }) {
    const told: (Problem & { fix: Fix | null })[] = []
    const counts = { found: 0, left: 0, lost: 0 }
    const say = sayProgress()
    const facts = ({ blobs, bytes }: Checked) => ({ blobs, size: formatBytes(t, bytes) })
    const tell = (problem: Problem, fix: Fix | null) => {
      counts.found += 1
      if (fix === null || fix === 'left') counts.left += 1
      if (fix === 'marked') counts.lost += 1
      if (json) return void (told.length < MAX_LISTED && told.push({ ...problem, fix }))
      const { kind, name, snapshotIds } = problem
      const versions = snapshotIds.length === 0 ? [] : [t('verify.snapshots', { count: snapshotIds.length })]
      printLine(kind, name, t(`verify.${kind}`), ...versions, ...(fix ? [t(`repair.${fix}`)] : []))
    }
    const checked = await withRuntime((runtime) => {
      const deps = { ...runtime, upkeep: openStoreUpkeep(runtime.config) }
      return verifyLibrary(deps, {
        onProblem: async (problem) => tell(problem, repair ? await repairProblem(deps, problem) : null),
        onProgress: (sofar) => say(() => t('verify.progress', facts(sofar))),
      })
    })
    const { found, left, lost } = counts
    const end = found === 0 ? 'verify.clean' : repair ? 'verify.repaired' : 'verify.unclean'
    if (json) printJson({ clean: left === 0, checked, ...counts, problems: told })
    else printLine(t(end, { count: found, left, lost, ...facts(checked) }))
    return left === 0 ? 0 : 1
  },
})
