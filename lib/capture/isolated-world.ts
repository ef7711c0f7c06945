// Runs functions of ours in a page, in a world of their own: the page can neither see them nor change what they call.
import type { CDPSession } from 'playwright'

const WORLD_NAME = 'linkhome-settle'

type Json = string | number | boolean | null

/**
 * Calls a function in the main frame's current document and returns what it (or its promise) gives, as JSON.
 *
 * @param pageFunction  self-contained: only its arguments and globals of the page are in its reach
 * @returns             undefined when the document went away meanwhile, which navigations do
 */
export async function runInPage<A extends Json[]>(
  session: CDPSession,
  pageFunction: (...values: A) => unknown,
  ...values: A
): Promise<unknown> {
  try {
    const { frameTree } = await session.send('Page.getFrameTree')
    const { executionContextId } = await session.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: WORLD_NAME,
    })
    const { result } = await session.send('Runtime.callFunctionOn', {
      functionDeclaration: String(pageFunction),
      executionContextId,
      arguments: values.map((value) => ({ value })),
      awaitPromise: true,
      returnByValue: true,
    })
    return result.value
  } catch {
    return undefined // The context was destroyed by a navigation or a crash; both are noticed where they happen.
  }
}
