// `linkhome show`: one snapshot, or the copy in front of a link.
import { AppError } from '#lib/kernel/errors.ts'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { Ctx } from '#lib/usecases/define-use-case.ts'
import { getLink } from '#lib/usecases/links/get-link.ts'
import { getSnapshot } from '#lib/usecases/snapshots/get-snapshot.ts'
import { contextFor, userOption } from '../acting-user.ts'
import { defineCommand } from '../command.ts'
import { jsonOption, printJson, printSnapshot } from '../print.ts'
import { withRuntime } from '../with-runtime.ts'

/** A person copies the id of a link as easily as that of a snapshot: both are taken. */
async function find(ctx: Ctx, id: string): Promise<SnapshotView> {
  const snapshot = await getSnapshot(ctx, { id }).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'not_found') return null
    throw thrown
  })
  if (snapshot) return snapshot
  const link = await getLink(ctx, { id })
  const shown = link.snapshot ?? link.latest
  if (!shown) throw new AppError('not_found')
  return shown
}

export const command = defineCommand({
  options: { ...userOption, ...jsonOption },
  positionals: { min: 1, max: 1 },
  async run({ user, json }, [id = ''], { t }) {
    const snapshot = await withRuntime(async (runtime) => find(await contextFor(runtime, user, t), id))
    if (json) printJson(snapshot)
    else printSnapshot(snapshot)
  },
})
