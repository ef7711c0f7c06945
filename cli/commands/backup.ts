// `linkhome backup`: everything that is worth keeping in one file, while the product is running.
import { resolve } from 'node:path'
import { formatBytes } from '#lib/i18n/format.ts'
import { writeBackup } from '#lib/upkeep/backup/write-backup.ts'
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
      writeBackup(runtime, resolve(file), (sofar) => say(() => t('backup.progress', { ...sofar }))),
    )
    const { rows, blobs, bytes, missing } = summary
    if (json) printJson(summary)
    else printLine(t('backup.done', { file, rows, blobs, size: formatBytes(t, bytes) }))
    if (missing > 0) process.stderr.write(`${t('backup.missing', { count: missing })}\n`)
    return missing === 0 ? 0 : 1
  },
})
