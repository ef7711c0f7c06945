// The HTTP API: hono finds the row of the table, everything else is the same for all rows.
import { Hono } from 'hono'
import { actorFromHeaders } from '#lib/auth/actor.ts'
import { pickLocale, type Locale } from '#lib/i18n/translate.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Log } from '#lib/kernel/log.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { permit, type Ctx } from '#lib/usecases/define-use-case.ts'
import { artifactResponse } from './artifact-response.ts'
import { eventStream } from './event-stream.ts'
import { openApiDocument } from './openapi-document.ts'
import { asAnswerable, problemResponse } from './problem.ts'
import { mergeFields, readBody, readQuery } from './read-input.ts'
import { answerOnce } from './remember.ts'
import { API_PATH, routes, type JsonRoute, type Route } from './routes.ts'
import { assertSameOrigin } from './same-origin.ts'

interface Call {
  request: Request
  /** Parameters of the path. */
  params: Record<string, string>
}

const localeOf = (request: Request): Locale => pickLocale(null, request.headers.get('accept-language'))

async function contextOf(runtime: Runtime, request: Request): Promise<Ctx> {
  const actor = await actorFromHeaders(runtime, request.headers)
  assertSameOrigin(request, actor, runtime.config.baseUrl)
  // A program has no page that a path could be relative to: its addresses are whole.
  return { ...runtime, actor, locale: localeOf(request), linkOrigin: runtime.config.baseUrl }
}

async function inputOf({ request, params }: Call, fixed: Record<string, unknown> = {}) {
  const query = readQuery(new URL(request.url).searchParams)
  const { fields } = await readBody(request)
  return mergeFields([params, fixed, query, fields])
}

async function answerJson(ctx: Ctx, route: JsonRoute, call: Call): Promise<Response> {
  const { answer, isRepeated } = await answerOnce(ctx, route, {
    key: call.request.headers.get('idempotency-key'),
    input: await inputOf(call),
    request: call.request,
  })
  const headers = {
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    ...(isRepeated ? { 'idempotency-replayed': 'true' } : {}),
  }
  return route.status === 204
    ? new Response(null, { status: 204 })
    : new Response(JSON.stringify(answer), { status: route.status, headers })
}

/** To a stranger a private row and none at all look alike: both may be there after signing in. */
function forStrangers(ctx: Ctx, thrown: unknown): unknown {
  const isHidden = ctx.actor.kind === 'anonymous' && thrown instanceof AppError && thrown.code === 'not_found'
  return isHidden ? new AppError('unauthenticated', {}, { cause: thrown }) : thrown
}

async function answer(ctx: Ctx, route: Route, call: Call): Promise<Response> {
  permit(ctx.actor, route.useCase.definition.scope)
  switch (route.kind) {
    case 'json':
      return answerJson(ctx, route, call)
    case 'artifact': {
      const input = await inputOf(call, { kind: route.artifact })
      return artifactResponse(await route.useCase.invoke(ctx, input), call.request)
    }
    case 'events': {
      const heard = call.request.headers.get('last-event-id')
      const input = await inputOf(call, heard ? { lastEventId: heard } : {})
      const { isOver, follow } = await route.useCase.invoke(ctx, input)
      // 204 tells a browser to stop coming back (HTML, 9.2.3).
      return isOver && heard ? new Response(null, { status: 204 }) : eventStream(follow, call.request.signal)
    }
  }
}

/** The answer for whatever was thrown; what nobody foresaw is for the log, not for the caller. */
function refusal(thrown: unknown, request: Request, log: Log | null): Response {
  const error = asAnswerable(thrown)
  if (error.http >= 500)
    log?.error('api.failed', { method: request.method, path: new URL(request.url).pathname, error })
  return problemResponse(error, localeOf(request))
}

function methodsOf(pathname: string): string[] {
  const matches = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname)
  return routes.flatMap(({ method, path }) => (matches(API_PATH + path) ? [method] : []))
}

/** 405 for a path that takes other methods, 404 for one that is not there. */
function notFound(request: Request): Response {
  const methods = [...new Set(methodsOf(new URL(request.url).pathname))]
  if (methods.length === 0) return problemResponse(new AppError('not_found'), localeOf(request))
  const response = problemResponse(new AppError('method_not_allowed'), localeOf(request))
  response.headers.set('allow', methods.join(', '))
  return response
}

/**
 * Opens the API.
 *
 * @param getRuntime  gives the process's runtime; asked at each request, so that a database that was away may come back
 * @returns a function from request to response; it never rejects
 */
export function openApi(getRuntime: () => Promise<Runtime>): (request: Request) => Promise<Response> {
  const app = new Hono().basePath(API_PATH)
  app.get('/openapi.json', (c) => c.json(openApiDocument()))
  for (const route of routes) {
    app.on(route.method, route.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
      const request = c.req.raw
      let log: Log | null = null
      try {
        const runtime = await getRuntime()
        log = runtime.log
        const ctx = await contextOf(runtime, request)
        return await answer(ctx, route, { request, params: c.req.param() }).catch((thrown: unknown) => {
          throw forStrangers(ctx, thrown)
        })
      } catch (thrown) {
        return refusal(thrown, request, log)
      }
    })
  }
  app.notFound((c) => notFound(c.req.raw))
  return async (request) => app.fetch(request)
}
