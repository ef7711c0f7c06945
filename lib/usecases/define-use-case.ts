// The one door for every action: input parsed once, permission checked once, output shaped once.
import type { z } from 'zod'
import { NOT_FOUND_ISSUE } from '#lib/contract/fields.ts'
import type { Actor, Scope } from '#lib/contract/account.ts'
import type { DbOrTx } from '#lib/db/client.ts'
import type { Locale } from '#lib/i18n/translate.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

type UserActor = Extract<Actor, { kind: 'user' }>

/** What an action runs with: the process's runtime and who asks. */
export interface Ctx<A extends Actor = Actor> extends Omit<Runtime, 'db'> {
  /** The database, or the transaction of a front that must remember its answer together with what was done. */
  db: DbOrTx
  actor: A
  /** The language of sentences in answers; Chinese when left out. */
  locale?: Locale
  /** Put before the addresses of artifacts. Left out, they are paths: right for pages of the same origin. */
  linkOrigin?: string
}

/** The same for an action that somebody in particular asks for. */
export type UserCtx = Ctx<UserActor>

interface Definition<I extends z.ZodType, O extends z.ZodType, S extends Scope | 'public'> {
  /** `noun.verb`, for logs and the API's operation ids. */
  name: string
  /** What the actor must be allowed; `public` is open to anonymous readers, who see public rows only. */
  scope: S
  input: I
  output: O
  run(ctx: Ctx<S extends 'public' ? Actor : UserActor>, input: z.output<I>): Promise<z.input<O>>
}

export interface UseCase<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  (ctx: Ctx, raw: z.input<I>): Promise<z.output<O>>
  /** The same for input that nobody has looked at yet. */
  invoke(ctx: Ctx, raw: unknown): Promise<z.output<O>>
  readonly definition: { name: string; scope: Scope | 'public'; input: I; output: O }
}

/**
 * Input as the schema wants it.
 *
 * @throws AppError `invalid_request` with fields, `not_found` for an id that cannot exist
 */
export function parseInput<T extends z.ZodType>(schema: T, raw: unknown): z.output<T> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  if (issues.some((issue) => issue.message === NOT_FOUND_ISSUE)) throw new AppError('not_found')
  throw new AppError('invalid_request', {}, { fields: issues.flatMap(fieldErrors) })
}

function fieldErrors(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'unknown_field' }))
  return [{ path: issue.path.join('.'), message: issue.message }]
}

/**
 * May the actor do what needs this scope? Asked by every use case; a front asks it before work of its own.
 *
 * @throws AppError `unauthenticated`, `forbidden` `{ scope }`
 */
export function permit(actor: Actor, scope: Scope | 'public'): void {
  if (scope === 'public') {
    if (actor.kind === 'user' && !actor.scopes.includes('links:read'))
      throw new AppError('forbidden', { scope: 'links:read' })
    return
  }
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated')
  if (!actor.scopes.includes(scope)) throw new AppError('forbidden', { scope })
}

/**
 * Makes an action that web, REST, CLI and tests call alike.
 *
 * @throws AppError (from the action) `invalid_request` with fields, `not_found` for an id that cannot exist,
 *         `unauthenticated`, `forbidden` `{ scope }`, and what `run` throws
 */
export function defineUseCase<I extends z.ZodType, O extends z.ZodType, S extends Scope | 'public'>(
  definition: Definition<I, O, S>,
): UseCase<I, O> {
  const invoke = async (ctx: Ctx, raw: unknown): Promise<z.output<O>> => {
    permit(ctx.actor, definition.scope)
    const input = parseInput(definition.input, raw)
    // `permit` has just made the actor what `run` was promised.
    const answer = await definition.run(ctx as Parameters<typeof definition.run>[0], input)
    return definition.output.parse(answer)
  }
  return Object.assign((ctx: Ctx, raw: z.input<I>) => invoke(ctx, raw), { invoke, definition })
}
