// Runs functions of ours in a frame, in a world of their own: the page can neither see them nor change what they call.
import type { CDPSession, Page } from 'playwright'

const WORLD_NAME = 'linkhome-settle'

type FrameTree = Awaited<ReturnType<typeof mainTree>>

type Methods = Record<string, (...values: never[]) => unknown>

/** A helper of ours in whatever document a frame shows at the moment of a call. */
export interface World<H extends Methods> {
  /**
   * Calls a method and returns what it (or its promise) gives, as JSON; undefined when the document went away meanwhile,
   * which navigations do, or when the method threw.
   */
  call<K extends keyof H & string>(
    method: K,
    ...values: Parameters<H[K]>
  ): Promise<Awaited<ReturnType<H[K]>> | undefined>
}

/**
 * Opens the world; the helper is made once per document, at the first call.
 *
 * @param create   makes the helper; self-contained, as only its source is sent
 * @param frameId  null: the main frame of the session
 */
export function openWorld<H extends Methods>(
  session: CDPSession,
  create: () => H,
  frameId: string | null = null,
): World<H> {
  let known: number | null = null

  async function contextId(): Promise<number> {
    const id = frameId ?? (await mainTree(session)).frame.id
    const world = await session.send('Page.createIsolatedWorld', { frameId: id, worldName: WORLD_NAME })
    return world.executionContextId
  }

  async function callIn(executionContextId: number, method: string, values: unknown[]) {
    const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
      functionDeclaration: `function (...values) {
        const helpers = (globalThis.linkhomeHelpers ??= {})
        return (helpers.${create.name} ??= (${create})()).${method}(...values)
      }`,
      executionContextId,
      arguments: values.map((value) => ({ value })),
      awaitPromise: true,
      returnByValue: true,
    })
    // Our own script in our own world gave it: its type is believed.
    return exceptionDetails ? undefined : result.value
  }

  return {
    async call(method, ...values) {
      // A document that has been replaced takes its world along: the second try asks the new one.
      for (let tries = 0; tries < 2; tries += 1) {
        try {
          known ??= await contextId()
          return await callIn(known, method, values)
        } catch {
          known = null // Destroyed by a navigation or a crash; both are noticed where they happen.
        }
      }
      return undefined
    },
  }
}

/**
 * Does something in the world of each frame below the main one, in whatever process it lives, one after the other.
 *
 * @param session    of the page
 * @param maxFrames  the first so many; the others are left alone
 */
export async function forEachFrame<H extends Methods>(
  { page, session }: { page: Page; session: CDPSession },
  create: () => H,
  maxFrames: number,
  work: (world: World<H>) => Promise<void>,
): Promise<void> {
  const below = page
    .frames()
    .filter((frame) => frame !== page.mainFrame())
    .slice(0, maxFrames)
  if (below.length === 0) return
  // Refused for a frame in the process of its parent: the parent's session speaks for it.
  const asked = below.map((frame) =>
    page
      .context()
      .newCDPSession(frame)
      .catch(() => null),
  )
  const others = (await Promise.all(asked)).filter((other) => other !== null)
  try {
    const ids = flatten(await mainTree(session)).slice(1, maxFrames + 1)
    for (const { frame } of ids) await work(openWorld(session, create, frame.id))
    for (const other of others) await work(openWorld(other, create))
  } finally {
    // A session dies with its frame or browser: there is nothing left to detach then.
    await Promise.all(others.map((other) => other.detach().catch(() => {})))
  }
}

const mainTree = async (session: CDPSession) => (await session.send('Page.getFrameTree')).frameTree

function flatten(tree: FrameTree): FrameTree[] {
  return [tree, ...(tree.childFrames ?? []).flatMap(flatten)]
}
