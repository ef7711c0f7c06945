// Opens an isolated world in every frame of a page, in whatever process it lives: page scripts cannot see or hinder it.
import type { CDPSession, Page } from 'playwright'

const WORLD_NAME = 'linkhome-freeze'

export interface OpenFrame {
  id: string
  parentId: string | null
  session: CDPSession
  /** Execution context of the isolated world. */
  worldId: number
}

export interface OpenFrames {
  main: OpenFrame
  all: readonly OpenFrame[]
  childrenOf(frame: OpenFrame): OpenFrame[]
  /** Sessions of the page and of its frames in other processes. */
  sessions: CDPSession[]
  close(): Promise<void>
}

interface FrameTree {
  frame: { id: string; parentId?: string | undefined }
  childFrames?: FrameTree[] | undefined
}

/** Chromium lets a page have a thousand frames, and each costs ten milliseconds: those beyond this many stay empty. */
const MAX_FRAMES = 200

/** Frames that are gone, or that no script may enter, are left out; so are those beyond the first `maxFrames`. */
export async function openFrames(page: Page, maxFrames = MAX_FRAMES): Promise<OpenFrames> {
  const main = await page.context().newCDPSession(page)
  const sessions = [main, ...(await sessionsOfOtherProcesses(page, maxFrames))]
  const frames: OpenFrame[] = []
  for (const session of sessions) {
    const { frameTree } = await session.send('Page.getFrameTree')
    for (const { frame } of flatten(frameTree).slice(0, maxFrames)) {
      const worldId = await openWorld(session, frame.id)
      if (worldId !== null) frames.push({ id: frame.id, parentId: frame.parentId ?? null, session, worldId })
    }
  }
  const mainFrame = frames.find((frame) => frame.session === main && frame.parentId === null)
  if (!mainFrame) throw new Error('the page has no main frame')
  return {
    main: mainFrame,
    all: frames,
    sessions,
    childrenOf: (parent) => frames.filter((frame) => frame.parentId === parent.id),
    async close() {
      // A session dies with its frame or browser: there is nothing left to detach then.
      await Promise.all(sessions.map((session) => session.detach().catch(() => {})))
    },
  }
}

async function sessionsOfOtherProcesses(page: Page, maxFrames: number): Promise<CDPSession[]> {
  const asked = page
    .frames()
    .filter((frame) => frame !== page.mainFrame())
    .slice(0, maxFrames)
    // Refused for a frame in the process of its parent: the parent's session speaks for it.
    .map((frame) =>
      page
        .context()
        .newCDPSession(frame)
        .catch(() => null),
    )
  return (await Promise.all(asked)).filter((session) => session !== null)
}

function flatten(tree: FrameTree): FrameTree[] {
  return [tree, ...(tree.childFrames ?? []).flatMap(flatten)]
}

async function openWorld(session: CDPSession, frameId: string): Promise<number | null> {
  try {
    const world = await session.send('Page.createIsolatedWorld', { frameId, worldName: WORLD_NAME })
    return world.executionContextId
  } catch {
    // The frame went away between the two questions: it shows nothing any more.
    return null
  }
}
