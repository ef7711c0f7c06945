// The OpenAPI 3.1 document, printed from the table of routes and the schemas of the use cases.
import { z } from 'zod'
import { MADE_KINDS, RENDERED_FORMS } from '#lib/contract/snapshot.ts'
import { ERROR_RULES, type ErrorCode } from '#lib/kernel/errors.ts'
import { findMatches } from '#lib/usecases/snapshots/find-matches.ts'
import { problem } from './problem.ts'
import { API_PATH, routes, type Route } from './routes.ts'

type Json = Record<string, unknown>

const objectSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).default({}),
  required: z.array(z.string()).default([]),
})

/** Prints schemas; those with an id are collected as components and referred to. */
class SchemaPrinter {
  readonly components: Json = {}

  print(schema: z.ZodType, io: 'input' | 'output'): Json {
    // Inside of another one, a schema with an id becomes a reference; alone it would be written out.
    const { properties, $defs } = objectSchema
      .extend({ $defs: z.record(z.string(), z.unknown()).default({}) })
      .parse(z.toJSONSchema(z.object({ it: schema }), { io, unrepresentable: 'any' }))
    const local = (text: string) => text.replaceAll('"#/$defs/', '"#/components/schemas/')
    Object.assign(this.components, JSON.parse(local(JSON.stringify($defs))))
    return JSON.parse(local(JSON.stringify(properties['it'])))
  }
}

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

/** Codes by status, so that a reader knows what may come back. */
function problemsFor(codes: readonly ErrorCode[]): Json {
  const codesByStatus = Map.groupBy(codes, (code) => String(ERROR_RULES[code].http))
  return Object.fromEntries(
    [...codesByStatus].map(([status, same]) => [status, problemAnswer(same.join(', '))]),
  )
}

/** Rows that name other rows, which may not be there, elsewhere than in the path. */
const NAMING: ReadonlySet<string> = new Set([
  '/feeds',
  '/links/lookup',
  '/saved-searches/lookup',
  '/tags/lookup',
  '/tags/merge',
])

function errorCodesOf(route: Route): ErrorCode[] {
  const isPublic = route.useCase.definition.scope === 'public'
  const hasBody = route.method === 'POST' || route.method === 'PATCH'
  return [
    'unauthenticated',
    'forbidden',
    'invalid_request',
    'unavailable',
    ...(route.method === 'GET' ? [] : (['cross_origin'] as const)),
    ...(hasBody ? (['invalid_json', 'body_too_large', 'conflict', 'rate_limited'] as const) : []),
    ...(isPublic || route.path.includes('{') || NAMING.has(route.path) ? (['not_found'] as const) : []),
    ...(route.kind === 'artifact' || route.useCase === findMatches ? (['artifact_missing'] as const) : []),
    ...(route.kind === 'artifact' && MADE_KINDS.some((kind) => kind === route.artifact)
      ? (['rate_limited', 'too_large', 'timeout'] as const)
      : []),
    ...(route.kind === 'artifact' && route.artifact in RENDERED_FORMS ? (['form_failed'] as const) : []),
    ...(route.kind === 'artifact' && route.artifact === 'screenshot' ? (['rate_limited'] as const) : []),
  ]
}

function successOf(printer: SchemaPrinter, route: Route): Json {
  if (route.kind === 'events')
    return {
      '200': { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      '204': { description: 'The snapshot has ended and all its events were heard' },
    }
  if (route.kind === 'artifact')
    return route.artifact === 'page'
      ? {
          '302': {
            description: 'Where the page is replayed',
            headers: { Location: { schema: { type: 'string' } } },
          },
        }
      : {
          '200': { description: 'The bytes' },
          '206': { description: 'The range that was asked for' },
          '304': { description: 'The caller has them already' },
          ...(route.artifact === 'pdf'
            ? { '202': { description: 'Being made: ask again after `Retry-After` seconds' } }
            : {}),
        }
  if (route.status === 204) return { '204': { description: 'Done' } }
  const schema = printer.print(route.useCase.definition.output, 'output')
  return { [route.status]: { description: route.summary, content: { 'application/json': { schema } } } }
}

/** Fields that a route fixes or takes from a header. */
const HEADER_FIELDS = new Set(['lastEventId'])

function requestOf(printer: SchemaPrinter, route: Route): Json {
  const { properties, required, ...rest } = objectSchema.parse(
    printer.print(route.useCase.definition.input, 'input'),
  )
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const fixed = route.kind === 'artifact' ? ['kind'] : []
  const others = Object.keys(properties).filter((name) => !inPath.includes(name) && !fixed.includes(name))
  const inBody = route.method === 'POST' || route.method === 'PATCH'
  const parameter = (name: string) => ({
    name: HEADER_FIELDS.has(name) ? 'Last-Event-ID' : name,
    in: inPath.includes(name) ? 'path' : HEADER_FIELDS.has(name) ? 'header' : 'query',
    required: inPath.includes(name) || required.includes(name),
    schema: properties[name],
  })
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', maxLength: 255 },
  }
  const isRemembered = route.kind === 'json' && route.remembers !== undefined
  const body = {
    ...rest,
    properties: Object.fromEntries(others.map((name) => [name, properties[name]])),
    required: required.filter((name) => others.includes(name)),
  }
  return {
    parameters: [...[...inPath, ...(inBody ? [] : others)].map(parameter), ...(isRemembered ? [key] : [])],
    ...(inBody && others.length > 0
      ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
      : {}),
  }
}

function operationOf(printer: SchemaPrinter, route: Route): Json {
  const { name, scope } = route.useCase.definition
  const suffix = route.kind === 'artifact' ? `.${route.artifact}` : ''
  return {
    operationId: `${name}${suffix}`,
    summary: route.summary,
    description: scope === 'public' ? 'Open to everybody for public links.' : `Needs the scope \`${scope}\`.`,
    security: [{ bearer: [] }, { session: [] }, ...(scope === 'public' ? [{}] : [])],
    ...requestOf(printer, route),
    responses: { ...successOf(printer, route), ...problemsFor(errorCodesOf(route)) },
  }
}

/** The document of this version, as plain JSON. */
export function openApiDocument(): Json {
  const printer = new SchemaPrinter()
  printer.print(problem, 'output')
  const paths: Record<string, Json> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(printer, route) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'link之家',
      version: '1',
      description: 'Keeps links alive: accept, capture, find, replay.',
    },
    servers: [{ url: API_PATH }],
    paths,
    components: {
      schemas: printer.components,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'linkhome.session' },
      },
    },
  }
}
