// `linkhome verify`: do rows and bytes agree? Beside a running server as well as without one.
import { openStoreUpkeep } from '#lib/blobs/open-store.ts'
import { formatBytes } from '#lib/i18n/format.ts'
import type { Problem } from '#lib/upkeep/problem.ts'
import { verifyLibrary, type Checked } from '#lib/upkeep/verify-library.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, printJson, printLine } from '../print.ts'
import { sayProgress } from '../progress.ts'
import { withRuntime } from '../with-runtime.ts'

/** Problems that `--json` tells one by one; beyond that their number says enough. */
const MAX_LISTED = 10_000

export const command = defineCommand({
  usage: 'verify [--json]',
  options: jsonOption,
  async run({ json }, _positionals, { t }) {
    const problems: Problem[] = []
    let count = 0
    const say = sayProgress()
    const facts = ({ blobs, bytes }: Checked) => ({ blobs, size: formatBytes(t, bytes) })
    const checked = await withRuntime((runtime) =>
      verifyLibrary(
        { ...runtime, upkeep: openStoreUpkeep(runtime.config) },
        {
          async onProblem(problem) {
            count += 1
            if (json) return void (problems.length < MAX_LISTED && problems.push(problem))
            const { kind, name, snapshotIds } = problem
            const versions =
              snapshotIds.length === 0 ? [] : [t('verify.snapshots', { count: snapshotIds.length })]
            printLine(kind, name, t(`verify.${kind}`), ...versions)
          },
          onProgress: (sofar) => say(() => t('verify.progress', facts(sofar))),
        },
      ),
    )
    if (json) printJson({ clean: count === 0, checked, count, problems })
    else printLine(t(count === 0 ? 'verify.clean' : 'verify.unclean', { count, ...facts(checked) }))
    return count === 0 ? 0 : 1
  },
})
