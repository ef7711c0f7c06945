'use server'
// What people do about the searches that they keep, and about their feeds.
import { refresh } from 'next/cache'
import { createFeed } from '#lib/usecases/feeds/create-feed.ts'
import { renewFeed } from '#lib/usecases/feeds/renew-feed.ts'
import { revokeFeed } from '#lib/usecases/feeds/revoke-feed.ts'
import { createSavedSearch } from '#lib/usecases/search/create-saved-search.ts'
import { deleteSavedSearch } from '#lib/usecases/search/delete-saved-search.ts'
import { updateSavedSearch } from '#lib/usecases/search/update-saved-search.ts'
import type { FormResult } from '#components/form-result.ts'
import type { OperationResult } from '#components/operation/operation-result.ts'
import type { FeedAddress, FeedSource, NewSearch } from '#components/search/saved-search-actions.ts'
import { answer, refusal } from './answer.ts'
import { requestContext } from './context.ts'
import { operate } from './operate.ts'
import { requestTranslate } from './preferences.ts'

export async function saveSearchAction(search: NewSearch): Promise<FormResult> {
  try {
    const { name } = await createSavedSearch(await requestContext(), search)
    refresh()
    return { status: 'done', message: (await requestTranslate())('saved.saved', { name }) }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function updateSearchAction(id: string, search: NewSearch): Promise<FormResult> {
  return answer('action.saved', async () => {
    await updateSavedSearch(await requestContext(), { ...search, id })
    refresh()
  })
}

export async function deleteSearchAction(id: string): Promise<OperationResult> {
  return operate(async () => deleteSavedSearch(await requestContext(), { id }))
}

/** An address to read a search by; it is in this answer and nowhere else. */
export async function createFeedAction(source: FeedSource): Promise<FeedAddress> {
  try {
    const { url } = await createFeed(await requestContext(), source)
    refresh()
    return { status: 'created', url }
  } catch (thrown) {
    return refusal(thrown)
  }
}

/** The same for a feed that is there: its address until now ends. */
export async function renewFeedAction(id: string): Promise<FeedAddress> {
  try {
    const { url } = await renewFeed(await requestContext(), { id })
    refresh()
    return { status: 'created', url }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function revokeFeedAction(id: string): Promise<FormResult> {
  return answer('feed.revoked', async () => {
    await revokeFeed(await requestContext(), { id })
    refresh()
  })
}
