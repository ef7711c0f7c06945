// `linkhome restore`: a backup into an empty data folder, an empty database, or both.
import { resolve } from 'node:path'
import { restoreBackup } from '#lib/upkeep/backup/restore-backup.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, printJson, printLine } from '../print.ts'
import { sayProgress } from '../progress.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  options: jsonOption,
  positionals: { min: 1, max: 1 },
  async run({ json }, [file = ''], { t }) {
    const say = sayProgress()
    const summary = await withRuntime((runtime) =>
      restoreBackup(runtime, resolve(file), (sofar) => say(() => t('restore.progress', { ...sofar }))),
    )
    const { rows, blobs, links, missing } = summary
    if (json) printJson(summary)
    else printLine(t('restore.done', { rows, blobs, links }))
    if (missing > 0) process.stderr.write(`${t('restore.missing', { count: missing })}\n`)
    return missing === 0 ? 0 : 1
  },
})
