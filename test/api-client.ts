// The product's HTTP API as specs and benches use it: submit a link, wait for its snapshot, read what was made.
import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import { createdToken } from '#lib/contract/account.ts'
import { linkPage, linkView, type LinkView } from '#lib/contract/link.ts'
import { snapshotPage, snapshotView, type ArtifactKind, type SnapshotView } from '#lib/contract/snapshot.ts'

export interface SubmitOptions {
  tags?: string[]
  title?: string
  note?: string
  visibility?: 'private' | 'public'
  /** Sent as `Idempotency-Key`: the same call again gives the same answer. */
  idempotencyKey?: string
}

/** What opens the API. */
export interface Access {
  origin: string
  token: string
}

export interface Api {
  readonly access: Access
  /** `POST /snapshots`. */
  submit(url: string, options?: SubmitOptions): Promise<SnapshotView>
  /** Follows the snapshot's events until it is `ready` or `failed`, through restarts of what serves them. */
  settled(snapshotId: string, timeoutMs?: number): Promise<SnapshotView>
  /** `submit` and `settled`. */
  capture(url: string, options?: SubmitOptions): Promise<SnapshotView>
  retry(snapshotId: string): Promise<SnapshotView>
  link(linkId: string): Promise<LinkView>
  search(query: string): Promise<LinkView[]>
  versions(linkId: string): Promise<SnapshotView[]>
  artifact(snapshotId: string, kind: ArtifactKind): Promise<Response>
}

export interface Credentials {
  email: string
  password: string
}

/** The owner of a product that is started with OWNER_SETTINGS. */
export const OWNER: Credentials = { email: 'owner@linkhome.test', password: 'a long enough secret' }
export const OWNER_SETTINGS = { LINKHOME_OWNER_EMAIL: OWNER.email, LINKHOME_OWNER_PASSWORD: OWNER.password }

/** Signs in as a person's browser does; resolves with the session as a `Cookie` header carries it: `name=value`. */
export async function signIn(origin: string, credentials = OWNER): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  })
  const [cookie] = answer.headers.getSetCookie()
  if (!answer.ok || !cookie) throw new Error(`no session: ${answer.status} ${await answer.text()}`)
  return cookie.split(';')[0] ?? ''
}

/** Makes a token for the API with a session of `signIn`. */
export async function createToken(origin: string, session: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/tokens`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', cookie: session },
    body: JSON.stringify({ name: 'test' }),
  })
  if (!answer.ok) throw new Error(`no token: ${answer.status} ${await answer.text()}`)
  return createdToken.parse(await answer.json()).token
}

const SETTLE_MS = 120_000
/** Pause before asking again a service that was killed a moment ago. */
const COMEBACK_MS = 250

/** Opens the API with a token. Answers are parsed with the product's own contract; anything unexpected throws. */
export function openApi(origin: string, token: string): Api {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
    })
  async function get<T extends z.ZodType>(schema: T, path: string, init?: RequestInit): Promise<z.output<T>> {
    const response = await ask(path, init)
    const body: unknown = await response.json()
    if (!response.ok)
      throw new Error(`${init?.method ?? 'GET'} ${path}: ${response.status} ${JSON.stringify(body)}`)
    return schema.parse(body)
  }
  const post = (path: string, body: unknown = {}, headers?: Record<string, string>) =>
    get(snapshotView, path, { method: 'POST', body: JSON.stringify(body), headers })
  const submit = (url: string, { idempotencyKey, ...options }: SubmitOptions = {}) =>
    post('/snapshots', { url, ...options }, idempotencyKey ? { 'idempotency-key': idempotencyKey } : {})

  async function settled(snapshotId: string, timeoutMs = SETTLE_MS): Promise<SnapshotView> {
    const signal = AbortSignal.timeout(timeoutMs)
    for (;;) {
      try {
        const snapshot = await get(snapshotView, `/snapshots/${snapshotId}`, { signal })
        if (snapshot.status === 'ready' || snapshot.status === 'failed') return snapshot
        // The stream ends when the snapshot has settled, or with the process that serves it.
        const stream = await ask(`/snapshots/${snapshotId}/events`, { signal })
        await stream.body?.pipeTo(new WritableStream())
      } catch (thrown) {
        if (signal.aborted)
          throw new Error(`${snapshotId} did not settle in ${timeoutMs} ms`, { cause: thrown })
        await delay(COMEBACK_MS)
      }
    }
  }

  return {
    access: { origin, token },
    submit,
    settled,
    capture: async (url, options) => settled((await submit(url, options)).id),
    retry: (snapshotId) => post(`/snapshots/${snapshotId}/retry`),
    link: (linkId) => get(linkView, `/links/${linkId}`),
    search: async (query) => (await get(linkPage, `/links?q=${encodeURIComponent(query)}`)).items,
    versions: async (linkId) => (await get(snapshotPage, `/snapshots?link=${linkId}`)).items,
    artifact: (snapshotId, kind) => ask(`/snapshots/${snapshotId}/${kind}`),
  }
}
