// Freezes one frame: sends the script into its isolated world together with the nodes that only the inspector can reach.
import type { CDPSession } from 'playwright'
import { MAX_DOCUMENT_BYTES } from '#lib/kernel/limits.ts'
import type { OpenFrame, OpenFrames } from './open-frames.ts'
import { FREEZER_SOURCE } from './page-script.ts'
import type { FrozenFrame } from './pieces.ts'

export interface FrozenFrameHandle extends FrozenFrame {
  session: CDPSession
  children: (FrozenFrameHandle | null)[]
  /**
   * Does something with the remote object of element number `index` of the frame's pixels, while it is laid bare for a
   * photograph; null when it is gone.
   */
  withElement<T>(index: number, work: (objectId: string) => Promise<T>): Promise<T | null>
}

interface FlatNode {
  nodeId: number
  backendNodeId: number
  parentId?: number | undefined
  frameId?: string | undefined
  shadowRootType?: string | undefined
  shadowRoots?: FlatNode[] | undefined
  contentDocument?: FlatNode | undefined
}

/** Frames inside of frames, deeper than which nothing is kept. */
const MAX_FRAME_DEPTH = 8

/** Each closed shadow root costs one question to the browser: a page that makes more of them loses the rest. */
const MAX_CLOSED_ROOTS = 2_000

/** Text of a recorded style sheet or SVG file: null when the recording has none. */
export type SourceOf = (url: string) => string | null

/** Freezes the main frame and, below it, every child frame that can be entered. */
export async function freezeFrames(frames: OpenFrames, sourceOf: SourceOf): Promise<FrozenFrameHandle> {
  const closedRoots = new Map<string, number[]>()
  for (const session of frames.sessions) await findClosedRoots(session, closedRoots)
  const freeze = async (frame: OpenFrame, depth: number): Promise<FrozenFrameHandle> => {
    const holders = depth < MAX_FRAME_DEPTH ? await findHolders(frame, frames.childrenOf(frame)) : []
    const roots = await resolveAll(frame, closedRoots.get(frame.id) ?? [])
    const frozen = await freezeFrame(
      frame,
      roots,
      holders.map((holder) => holder.objectId),
      sourceOf,
      depth > 0,
    )
    const children: (FrozenFrameHandle | null)[] = []
    for (const { child } of holders) {
      // A frame that cannot be frozen leaves an empty box, not a lost page.
      children.push(await freeze(child, depth + 1).catch(() => null))
    }
    return { ...frozen, children }
  }
  return freeze(frames.main, 0)
}

/**
 * Adds the closed shadow roots of a process to `found`, by the id of their frame. The flat form of the document, as the
 * nested one is refused for pages that nest deeper than some 150 elements (CBOR: stack limit exceeded).
 */
async function findClosedRoots(session: CDPSession, found: Map<string, number[]>): Promise<void> {
  const { frameTree } = await session.send('Page.getFrameTree')
  await session.send('DOM.enable')
  await session.send('DOM.getDocument', { depth: 0 })
  const { nodes } = await session.send('DOM.getFlattenedDocument', { depth: -1, pierce: true })
  await session.send('DOM.disable')
  const above = aboveOf(nodes)
  const closed = nodes
    .flatMap((node) => node.shadowRoots ?? [])
    .filter((root) => root.shadowRootType === 'closed')
  for (const root of closed.slice(0, MAX_CLOSED_ROOTS)) {
    let at: FlatNode | undefined = above.get(root.nodeId)
    while (at && at.frameId === undefined) at = above.get(at.nodeId)
    const frameId = at?.frameId ?? frameTree.frame.id
    found.set(frameId, [...(found.get(frameId) ?? []), root.backendNodeId])
  }
}

/** The node above each: parent, host of a shadow root, holder of a frame's document (which bears the frame's id). */
function aboveOf(nodes: FlatNode[]): Map<number, FlatNode> {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const above = new Map<number, FlatNode>()
  for (const node of nodes) {
    const inside = [...(node.shadowRoots ?? []), ...(node.contentDocument ? [node.contentDocument] : [])]
    for (const root of inside) {
      above.set(root.nodeId, node)
      if (!byId.has(root.nodeId)) byId.set(root.nodeId, root)
    }
  }
  for (const node of nodes) {
    const parent = node.parentId === undefined ? undefined : byId.get(node.parentId)
    if (parent) above.set(node.nodeId, parent)
  }
  return above
}

async function resolve(frame: OpenFrame, backendNodeId: number): Promise<string | null> {
  try {
    const { object } = await frame.session.send('DOM.resolveNode', {
      backendNodeId,
      executionContextId: frame.worldId,
    })
    return object.objectId ?? null
  } catch {
    // The page took the node away in the meantime.
    return null
  }
}

async function resolveAll(frame: OpenFrame, backendNodeIds: number[]): Promise<string[]> {
  const ids = await Promise.all(backendNodeIds.map((id) => resolve(frame, id)))
  return ids.filter((id) => id !== null)
}

async function findHolders(
  parent: OpenFrame,
  children: OpenFrame[],
): Promise<{ child: OpenFrame; objectId: string }[]> {
  const holders: { child: OpenFrame; objectId: string }[] = []
  for (const child of children) {
    // A frame without an owner was removed a moment ago.
    const owner = await parent.session.send('DOM.getFrameOwner', { frameId: child.id }).catch(() => null)
    const objectId = owner && (await resolve(parent, owner.backendNodeId))
    if (objectId) holders.push({ child, objectId })
  }
  return holders
}

async function freezeFrame(
  frame: OpenFrame,
  closedRoots: string[],
  holders: string[],
  sourceOf: SourceOf,
  isFrame: boolean,
): Promise<Omit<FrozenFrameHandle, 'children'>> {
  const { session } = frame
  const nodes = [...closedRoots, ...holders].map((objectId) => ({ objectId }))
  const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    executionContextId: frame.worldId,
    functionDeclaration: FREEZER_SOURCE,
    arguments: [
      { value: { maxCharacters: MAX_DOCUMENT_BYTES, isFrame } },
      { value: closedRoots.length },
      ...nodes,
    ],
  })
  if (exceptionDetails || !result.objectId)
    throw new Error(`freezer: ${exceptionDetails?.exception?.description}`)
  const freezer = result.objectId
  const urls = await callForJson<string[]>(session, freezer, 'sourceUrls')
  const sources = urls.flatMap((url) => {
    const source = sourceOf(url)
    return source === null ? [] : [[url, source]]
  })
  await callForJson(session, freezer, 'useSources', Object.fromEntries(sources))
  const frozen = await callForJson<FrozenFrame>(session, freezer, 'write')
  return {
    ...frozen,
    session,
    async withElement(index, work) {
      const element = await call(session, freezer, 'elementAt', index, false)
      if (!element.objectId) return null
      await call(session, freezer, 'bare', index, true)
      try {
        return await work(element.objectId)
      } finally {
        await call(session, freezer, 'cover', index, true)
      }
    },
  }
}

async function call(
  session: CDPSession,
  freezer: string,
  method: string,
  argument: unknown,
  returnByValue: boolean,
) {
  const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    objectId: freezer,
    functionDeclaration: `function (argument) { return this.${method}(argument) }`,
    arguments: [{ value: argument }],
    returnByValue,
  })
  if (exceptionDetails) throw new Error(`freezer.${method}: ${exceptionDetails.exception?.description}`)
  return result
}

/** The answer is that of our own script in its own world: its type is believed. */
async function callForJson<T>(
  session: CDPSession,
  freezer: string,
  method: string,
  argument?: unknown,
): Promise<T> {
  const { value } = await call(session, freezer, method, argument, true)
  return value
}
