// Freezes one frame: sends the script into its isolated world together with the nodes that only the inspector can reach.
import type { CDPSession } from 'playwright'
import { MAX_DOCUMENT_BYTES } from '#lib/kernel/limits.ts'
import type { OpenFrame, OpenFrames } from './open-frames.ts'
import { FREEZER_SOURCE } from './page-script.ts'
import type { FrozenFrame } from './pieces.ts'

export interface FrozenFrameHandle extends FrozenFrame {
  session: CDPSession
  children: (FrozenFrameHandle | null)[]
  /** Remote object id of element number `index` of the frame's pixels; null when it is gone. */
  elementAt(index: number): Promise<string | null>
}

interface DomNode {
  backendNodeId: number
  frameId?: string | undefined
  shadowRootType?: string | undefined
  children?: DomNode[] | undefined
  shadowRoots?: DomNode[] | undefined
  contentDocument?: DomNode | undefined
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

/** Adds the closed shadow roots of a process to `found`, by the id of their frame. */
async function findClosedRoots(session: CDPSession, found: Map<string, number[]>): Promise<void> {
  const { frameTree } = await session.send('Page.getFrameTree')
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true })
  await session.send('DOM.disable')
  let count = 0
  const waiting: { node: DomNode; frameId: string }[] = [{ node: root, frameId: frameTree.frame.id }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, frameId } = next
    for (const child of node.children ?? []) waiting.push({ node: child, frameId })
    for (const shadow of node.shadowRoots ?? []) {
      if (shadow.shadowRootType === 'user-agent') continue
      if (shadow.shadowRootType === 'closed' && (count += 1) <= MAX_CLOSED_ROOTS) {
        const known = found.get(frameId) ?? []
        known.push(shadow.backendNodeId)
        found.set(frameId, known)
      }
      waiting.push({ node: shadow, frameId })
    }
    if (node.contentDocument) waiting.push({ node: node.contentDocument, frameId: node.frameId ?? frameId })
  }
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
): Promise<Omit<FrozenFrameHandle, 'children'>> {
  const { session } = frame
  const nodes = [...closedRoots, ...holders].map((objectId) => ({ objectId }))
  const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    executionContextId: frame.worldId,
    functionDeclaration: FREEZER_SOURCE,
    arguments: [{ value: MAX_DOCUMENT_BYTES }, { value: closedRoots.length }, ...nodes],
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
    async elementAt(index) {
      const element = await call(session, freezer, 'elementAt', index, false)
      return element.objectId ?? null
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
