// `linkhome add`: keeps addresses; a running worker captures them.
import { captureOptions } from '#lib/contract/capture-options.ts'
import { MAX_LINKS_PER_SUBMIT } from '#lib/kernel/limits.ts'
import { submitMany } from '#lib/usecases/links/submit-many.ts'
import { parseInput } from '#lib/usecases/define-use-case.ts'
import { contextFor, userOption } from '../acting-user.ts'
import { defineCommand } from '../command.ts'
import { oneLine, printLine } from '../print.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  options: {
    ...userOption,
    tag: { type: 'string', multiple: true },
    patience: { type: 'string' },
    banners: { type: 'string' },
  },
  positionals: { min: 1, max: MAX_LINKS_PER_SUBMIT },
  async run({ tag = [], user, ...options }, urls, { t }) {
    const capture = parseInput(captureOptions, { ...options })
    const { results } = await withRuntime(async (runtime) =>
      submitMany(await contextFor(runtime, user, t), { urls, tags: tag, capture }),
    )
    let refused = 0
    for (const result of results) {
      if ('snapshot' in result) printLine(result.snapshot.id, result.snapshot.status, result.url)
      else {
        refused += 1
        process.stderr.write(`${oneLine(result.url)}: ${result.error.message}\n`)
      }
    }
    return refused === 0 ? 0 : 1
  },
})
