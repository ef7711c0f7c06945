// Several addresses at once: what is wrong with one is no reason to lose the others.
import { submitManyInput, submitManyResult } from '#lib/contract/link.ts'
import { isDatabaseAway } from '#lib/db/database-away.ts'
import { errorMessage, translator } from '#lib/i18n/translate.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { z } from 'zod'
import { defineUseCase, parseInput, type UserCtx } from '../define-use-case.ts'
import { snapshotViewOf } from '../snapshots/snapshot-view.ts'
import { submitInput } from '#lib/contract/snapshot.ts'
import { submit } from './submit-link.ts'

type Facts = Omit<z.output<typeof submitManyInput>, 'urls'>
type Result = z.input<typeof submitManyResult>['results'][number]

async function submitOne(ctx: UserCtx, url: string, facts: Facts): Promise<Result> {
  try {
    const { snapshot, isNewLink } = await submit(ctx, parseInput(submitInput, { url, ...facts }))
    return { url, snapshot: snapshotViewOf(ctx, snapshot), isNewLink }
  } catch (thrown) {
    // Only what is wrong with this address: a database that is away is away for all of them.
    if (!(thrown instanceof AppError) || isDatabaseAway(thrown)) throw thrown
    const code = thrown.code === 'invalid_request' ? 'invalid_url' : thrown.code
    const message = errorMessage(translator(ctx.locale ?? 'zh-CN'), code, thrown.detail)
    return { url, error: { code, message } }
  }
}

/** Accepts or refuses each address by itself, in the order given; each is committed before the next begins. */
export const submitMany = defineUseCase({
  name: 'links.submitMany',
  scope: 'links:write',
  input: submitManyInput,
  output: submitManyResult,
  async run(ctx, { urls, ...facts }) {
    const results: Result[] = []
    for (const url of urls) results.push(await submitOne(ctx, url, facts))
    return { results }
  },
})
