// The one runtime of the web process, and who asks with this request.
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { actorFromHeaders } from '#lib/auth/actor.ts'
import { loadConfig } from '#lib/config/load-config.ts'
import { openRuntime, type Runtime } from '#lib/runtime/open-runtime.ts'
import type { Ctx } from '#lib/usecases/define-use-case.ts'
import { requestLocale } from './preferences.ts'

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

/** The runtime with the actor of the request's cookie and the language of the page, looked up once per request. */
export const requestContext = cache(async (): Promise<Ctx> => {
  const [runtime, locale] = await Promise.all([getRuntime(), requestLocale()])
  // A copy: the session library wants a plain Headers object.
  const sent = new Headers(await headers())
  // Pages are for people with cookies; tokens are for the API.
  sent.delete('authorization')
  return { ...runtime, locale, actor: await actorFromHeaders(runtime, sent) }
})

/** The same for pages of members only: visitors are sent to sign in, and back to `path` afterwards. */
export async function memberContext(path: string): Promise<Ctx> {
  const ctx = await requestContext()
  if (ctx.actor.kind === 'anonymous') redirect(`/login?next=${encodeURIComponent(path)}`)
  return ctx
}
