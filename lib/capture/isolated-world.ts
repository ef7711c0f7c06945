// Runs functions of ours in a frame, in a world of their own: the page can neither see them nor change what they call.
import type { CDPSession, Page } from 'playwright'

const WORLD_NAME = 'linkhome-settle'

type FrameTree = Awaited<ReturnType<typeof mainTree>>

type Methods = Record<string, (...values: never[]) => unknown>

/** A function that makes a helper, as the source that is sent; nothing around it is in its reach. */
export interface HelperSource<H extends Methods> {
  /** One helper of a name per document, however often it is opened. */
  name: string
  source: string
  /** Never called here: it tells the compiler what the source makes. */
  make?: () => H
}

export const helperSource = <H extends Methods>(name: string, make: () => H): HelperSource<H> => ({
  name,
  source: String(make),
  make,
})

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
 * @param frameId  null: the main frame of the session
 */
export function openWorld<H extends Methods>(
  session: CDPSession,
  helper: HelperSource<H>,
  frameId: string | null = null,
): World<H> {
  let known: Promise<string> | null = null

  async function makeHelper(): Promise<string> {
    const id = frameId ?? (await mainTree(session)).frame.id
    const world = await session.send('Page.createIsolatedWorld', { frameId: id, worldName: WORLD_NAME })
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      contextId: world.executionContextId,
      expression: `(globalThis.linkhome ??= {}).${helper.name} ??= (${helper.source})()`,
    })
    if (!result.objectId) throw new Error(`${helper.name}: ${exceptionDetails?.exception?.description}`)
    return result.objectId
  }

  async function callOn(objectId: string, method: string, values: unknown[]) {
    const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
      functionDeclaration: `function (...values) { return this.${method}(...values) }`,
      objectId,
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
          known ??= makeHelper()
          return await callOn(await known, method, values)
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
  helper: HelperSource<H>,
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
    for (const { frame } of ids) await work(openWorld(session, helper, frame.id))
    for (const other of others) await work(openWorld(other, helper))
  } finally {
    // A session dies with its frame or browser: there is nothing left to detach then.
    await Promise.all(others.map((other) => other.detach().catch(() => {})))
  }
}

const mainTree = async (session: CDPSession) => (await session.send('Page.getFrameTree')).frameTree

function flatten(tree: FrameTree): FrameTree[] {
  return [tree, ...(tree.childFrames ?? []).flatMap(flatten)]
}
