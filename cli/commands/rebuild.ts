// `linkhome rebuild`: the library from the blob store alone, after its database is gone.
import { openRecordStore, openStoreUpkeep } from '#lib/blobs/open-store.ts'
import { rebuildLibrary } from '#lib/upkeep/rebuild/rebuild-library.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, oneLine, printJson, printLine } from '../print.ts'
import { sayProgress } from '../progress.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  options: jsonOption,
  async run({ json }, _positionals, { t }) {
    const say = sayProgress()
    const summary = await withRuntime((runtime) => {
      const { config } = runtime
      const deps = { ...runtime, upkeep: openStoreUpkeep(config), records: openRecordStore(config) }
      return rebuildLibrary(deps, (sofar) => say(() => t('rebuild.progress', { ...sofar })))
    })
    const { people, links, versions, missing } = summary
    if (json) printJson(summary)
    else {
      printLine(t('rebuild.done', { links, versions }))
      for (const email of people) printLine(t('rebuild.password', { email: oneLine(email) }))
    }
    if (missing > 0) process.stderr.write(`${t('rebuild.missing', { count: missing })}\n`)
  },
})
