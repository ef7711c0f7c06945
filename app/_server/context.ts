// The one runtime of the web process, and who asks with this request.
import { headers } from 'next/headers'
import { cache } from 'react'
import { actorFromHeaders } from '#lib/auth/actor.ts'
import { loadConfig } from '#lib/config/load-config.ts'
import { openRuntime, type Runtime } from '#lib/runtime/open-runtime.ts'
import type { Ctx } from '#lib/usecases/define-use-case.ts'

/** Next may load this module once per bundle; the process has one runtime all the same. */
const shared: typeof globalThis & { linkhomeRuntime?: Promise<Runtime> } = globalThis

/** Opens the runtime at the first call. A failed opening is forgotten, so that the next request tries again. */
export function getRuntime(): Promise<Runtime> {
  shared.linkhomeRuntime ??= openRuntime(loadConfig(), { service: 'web', role: 'send' }).catch((error) => {
    shared.linkhomeRuntime = undefined
    throw error
  })
  return shared.linkhomeRuntime
}

/** The runtime with the actor of the request's cookie, looked up once per request. */
export const requestContext = cache(async (): Promise<Ctx> => {
  const runtime = await getRuntime()
  // A copy: the session library wants a plain Headers object.
  const sent = new Headers(await headers())
  // Pages are for people with cookies; tokens are for the API.
  sent.delete('authorization')
  return { ...runtime, actor: await actorFromHeaders(runtime, sent) }
})
