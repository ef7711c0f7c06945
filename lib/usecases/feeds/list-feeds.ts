// The feeds of the library.
import { feedPage, listFeedsInput } from '#lib/contract/feed.ts'
import { listFeedRows } from '#lib/db/feeds.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { isId } from '#lib/kernel/ids.ts'
import { defineUseCase } from '../define-use-case.ts'
import { feedViewOf } from './feed-view.ts'

/**
 * In the order in which they were made.
 *
 * @throws AppError `invalid_cursor`
 */
export const listFeeds = defineUseCase({
  name: 'feeds.list',
  scope: 'links:read',
  input: listFeedsInput,
  output: feedPage,
  async run({ db, actor }, { limit, cursor }) {
    if (cursor !== undefined && !isId(cursor)) throw new AppError('invalid_cursor')
    const page = await listFeedRows(db, actor.libraryId, { limit, cursor })
    return { ...page, items: page.items.map(feedViewOf) }
  },
})
