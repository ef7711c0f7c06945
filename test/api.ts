// Calls the HTTP API as a client does, without a socket.
import { openApi } from '#lib/api/open-api.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { makePerson } from './person.ts'
import { openTestRuntime } from './runtime.ts'

export interface ApiCall {
  authorization?: string
  /** Sent as JSON; a text is sent as it is. */
  body?: unknown
  headers?: Record<string, string>
}

/** A function that calls `METHOD /path` below `/api/v1`; the answer's body is parsed when it is JSON, else a text. */
export function apiClient(runtime: Runtime) {
  const handle = openApi(async () => runtime)
  return async (route: string, call: ApiCall = {}) => {
    const [method = 'GET', path = '/'] = route.split(' ')
    const { authorization, body, headers = {} } = call
    const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    const response = await handle(
      new Request(`http://localhost:3000/api/v1${path}`, {
        method,
        headers: { ...(authorization ? { authorization } : {}), ...headers },
        ...(sent === undefined ? {} : { body: sent }),
      }),
    )
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
}

export const newUrl = () => `https://example.com/${newId()}`

/** A runtime of its own, the owner who calls its API, and how they submit an address. */
export async function openTestApi() {
  const opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
  const api = apiClient(opened)
  const person = await makePerson(opened, 'owner')
  const { authorization } = person
  const submit = async (url = newUrl(), more: object = {}) =>
    (await api('POST /snapshots', { authorization, body: { url, ...more } })).body
  return { opened, api, person, authorization, submit }
}
