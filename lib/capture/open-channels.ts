// Opens inspector sessions to a page and to everything below it: frames of other processes, workers, shared workers.
import type { BrowserContext, CDPSession, Page } from 'playwright'
import {
  attachAnswer,
  attachedToTarget,
  detachedFromTarget,
  messageFromTarget,
  targetInfoAnswer,
  targetMessage,
} from './network-events.ts'

const KiB = 1024
const MiB = 1024 * KiB
/** Bytes that the page's process holds for us: what comes before a stream is asked for, and blob: URLs. */
const PAGE_BUFFER = { maxTotalBufferSize: 48 * MiB, maxResourceBufferSize: 12 * MiB }
/** Bytes that the network process holds: they survive navigations, and what becomes a Blob or a worker is there too. */
const DURABLE_BUFFER = { maxTotalBufferSize: 48 * MiB, maxResourceBufferSize: 12 * MiB }

/** One inspector session. */
export interface Channel {
  /** Sends a command; rejects when the target refuses it or goes away. */
  ask(method: string, params?: object): Promise<unknown>
}

export interface Channels {
  /** Sessions whose bodies lie in the network process: the page's, and those of frames in other processes. */
  durable(): Channel[]
  /** Lets go of everything that was opened beyond the page's own context. */
  close(): void
}

type OnEvent = (channel: Channel, method: string, params: unknown) => void

/** Is this session there for the events and streams, or for the bodies that the network process keeps? */
type Purpose = 'events' | 'durable'

interface Branch {
  purpose: Purpose
  onEvent: OnEvent
  onOpen(channel: Channel): void
}

/**
 * Opens the sessions; `onEvent` hears the Network domain of every target from then on. Playwright passes on no sessions
 * that it does not know (1.65), so those below ours speak through their parent's, as text in messages.
 *
 * Two trees are needed: a session with durable bodies gives no streams (Chromium 156, measured).
 *
 * @param own  a session of the page that others listen to as well; null: one is opened
 */
export async function openChannels(
  context: BrowserContext,
  page: Page,
  own: CDPSession | null,
  onEvent: OnEvent,
): Promise<Channels> {
  const durable: Channel[] = []
  const [events, bodies] = await Promise.all([
    own ?? context.newCDPSession(page),
    context.newCDPSession(page),
  ])
  const eventBranch: Branch = { purpose: 'events', onEvent, onOpen() {} }
  await follow(channelOf(events), listenTo(events), 'page', eventBranch)
  await follow(channelOf(bodies), listenTo(bodies), 'page', {
    purpose: 'durable',
    onEvent() {},
    onOpen: (channel) => void durable.push(channel),
  })
  const sharedWorkers = await openSharedWorkers(context, events, eventBranch)
  return {
    durable: () => durable,
    // Already gone: the browser went away with it.
    close: () => void sharedWorkers?.detach().catch(() => {}),
  }
}

type Listen = (handler: (method: string, params: unknown) => void) => void

const channelOf = (session: CDPSession): Channel => ({
  // Playwright knows each command's parameters; what passes through here is checked by Chromium itself.
  ask: (method, params) => Reflect.apply(session.send, session, [method, params]),
})

function listenTo(session: CDPSession): Listen {
  return (handler) => void session.on('event', ({ method, params }) => handler(method, params))
}

/** Sets a session up and follows what opens below it. The order matters: nothing below runs before it is heard. */
async function follow(channel: Channel, listen: Listen, type: string, branch: Branch): Promise<void> {
  const children = openChildren(channel, branch)
  listen((method, params) => {
    if (method.startsWith('Target.')) children(method, params)
    else if (method.startsWith('Network.')) branch.onEvent(channel, method, params)
  })
  const isDurable = branch.purpose === 'durable'
  await Promise.allSettled([
    isDurable ? channel.ask('Network.configureDurableMessages', DURABLE_BUFFER) : null,
    channel.ask('Network.enable', PAGE_BUFFER),
    // What a cache answers has no bytes of its own to record.
    channel.ask('Network.setCacheDisabled', { cacheDisabled: true }),
    channel.ask('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: false,
      // What workers load lies in the network process under the session of their page.
      ...(isDurable ? { filter: [{ type: 'iframe' }] } : {}),
    }),
  ])
  branch.onOpen(channel)
  // A target without this command has nothing to wait with.
  if (type !== 'page') await channel.ask('Runtime.runIfWaitingForDebugger').catch(() => {})
}

/** Makes channels of the sessions that open below `parent`, and hands them their messages. */
function openChildren(parent: Channel, branch: Branch): (method: string, params: unknown) => void {
  const children = new Map<string, ReturnType<typeof openChild>>()
  return (method, params) => {
    if (method === 'Target.attachedToTarget') {
      const { sessionId, targetInfo } = attachedToTarget.parse(params)
      const child = openChild(parent, sessionId)
      children.set(sessionId, child)
      void follow(child.channel, child.listen, targetInfo.type, branch)
    } else if (method === 'Target.receivedMessageFromTarget') {
      const { sessionId, message } = messageFromTarget.parse(params)
      children.get(sessionId)?.receive(message)
    } else if (method === 'Target.detachedFromTarget') {
      const { sessionId } = detachedFromTarget.parse(params)
      children.get(sessionId)?.end()
      children.delete(sessionId)
    }
  }
}

function openChild(parent: Channel, sessionId: string) {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let handler: (method: string, params: unknown) => void = () => {}
  let lastId = 0
  const channel: Channel = {
    ask(method, params = {}) {
      const id = (lastId += 1)
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      waiting.set(id, { resolve, reject })
      const message = JSON.stringify({ id, method, params })
      parent.ask('Target.sendMessageToTarget', { sessionId, message }).catch(reject)
      return promise
    },
  }
  return {
    channel,
    listen: (listener: typeof handler) => void (handler = listener),
    receive(text: string) {
      const message = targetMessage.parse(JSON.parse(text))
      if ('method' in message) return handler(message.method, message.params)
      const asked = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.error) asked?.reject(new Error(message.error.message))
      else asked?.resolve(message.result)
    },
    end() {
      for (const { reject } of waiting.values()) reject(new Error('target went away'))
      waiting.clear()
    },
  }
}

/**
 * Shared workers belong to no page: the browser itself says when one starts. It allows only flat sessions to hold a
 * worker back, which Playwright cannot speak through; so one of those is the brake, and a second session listens.
 */
async function openSharedWorkers(
  context: BrowserContext,
  page: CDPSession,
  branch: Branch,
): Promise<CDPSession | null> {
  const { browserContextId } = targetInfoAnswer.parse(await page.send('Target.getTargetInfo')).targetInfo
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session || browserContextId === undefined) return null
  const browser = channelOf(session)
  const children = openChildren(browser, branch)
  const held = new Set<string>()
  listenTo(session)((method, params) => {
    if (method !== 'Target.attachedToTarget') return children(method, params)
    const { sessionId, targetInfo } = attachedToTarget.parse(params)
    // The second session, which was asked for below.
    if (held.has(targetInfo.targetId)) return children(method, params)
    const isOurs = targetInfo.browserContextId === browserContextId
    if (isOurs) held.add(targetInfo.targetId)
    const listening = isOurs ? attach(browser, targetInfo.targetId) : Promise.resolve()
    // Already gone: a worker that ended at once needs no release.
    void listening.then(() => browser.ask('Target.detachFromTarget', { sessionId })).catch(() => {})
  })
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'shared_worker' }],
  })
  return session
}

async function attach(browser: Channel, targetId: string): Promise<void> {
  attachAnswer.parse(await browser.ask('Target.attachToTarget', { targetId, flatten: false }))
}
