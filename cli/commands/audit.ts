// `linkhome audit`: what happened to accounts and to what they keep, newest first.
import { listAudit } from '#lib/usecases/audit/list-audit.ts'
import { contextFor, userOption } from '../acting-user.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, printJson, printLine } from '../print.ts'
import { withRuntime } from '../with-runtime.ts'

export const command = defineCommand({
  options: { ...userOption, ...jsonOption, limit: { type: 'string' } },
  async run({ user, json, limit }, _positionals, { t }) {
    const page = await withRuntime(async (runtime) =>
      listAudit.invoke(await contextFor(runtime, user, t), limit === undefined ? {} : { limit }),
    )
    if (json) return printJson(page)
    for (const { at, kind, actor, subject, detail, address } of page.items)
      printLine(
        at,
        kind,
        actor?.email ?? '-',
        subject ?? '-',
        Object.values(detail).join(' ') || '-',
        address ?? '-',
      )
  },
})
