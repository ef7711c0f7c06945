// The same door as submitting, answering with the link.
import { createLinkInput, linkView } from '#lib/contract/link.ts'
import { defineUseCase } from '../define-use-case.ts'
import { loadLink } from './get-link.ts'
import { submit } from './submit-link.ts'

/**
 * Keeps an address, queues its capture, and answers with the link.
 *
 * @throws AppError `invalid_url`, `blocked_address` `{ host }`, `rate_limited` `{ seconds }`
 */
export const addLink = defineUseCase({
  name: 'links.add',
  scope: 'links:write',
  input: createLinkInput,
  output: linkView,
  async run(ctx, input) {
    const { snapshot } = await submit(ctx, input)
    return loadLink(ctx, snapshot.linkId)
  },
})
