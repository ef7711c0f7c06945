// Accounts: who acts, and what they may do.
import { z } from 'zod'
import { entityId, pageInput, pageOf } from './fields.ts'

/** What an API token may be allowed. A session of a person has all that the person's role has. */
export const scope = z.enum(['links:read', 'links:write', 'admin'])
export type Scope = z.infer<typeof scope>

export const role = z.enum(['owner', 'admin', 'member'])
export type Role = z.infer<typeof role>

/** Who asks: a person or their token, or nobody in particular. */
export type Actor =
  | {
      kind: 'user'
      userId: string
      libraryId: string
      role: Role
      scopes: readonly Scope[]
      via: 'session' | 'token' | 'cli'
    }
  | { kind: 'anonymous' }

export const email = z.string().trim().toLowerCase().pipe(z.email('invalid_email').max(254, 'too_long'))
/** Long enough to resist guessing; the upper bound keeps the hash from being a lever. */
export const password = z.string().min(10, 'too_short').max(256, 'too_long')
export const personName = z.string().trim().min(1, 'required').max(80, 'too_long')

export const createOwnerInput = z.strictObject({
  token: z.string().max(128),
  email,
  password,
  name: personName,
})
export const createUserInput = z.strictObject({
  email,
  password,
  name: personName.optional(),
  role: role.default('member'),
})

export const meView = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role,
    libraryId: z.string(),
    scopes: z.array(scope),
    via: z.enum(['session', 'token', 'cli']),
  })
  .meta({ id: 'Me' })

export const tokenView = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(scope),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    lastUsedAt: z.string().nullable(),
  })
  .meta({ id: 'Token' })

export type TokenView = z.output<typeof tokenView>

export const tokenPage = pageOf(tokenView).meta({ id: 'TokenPage' })
export const listTokensInput = z.strictObject(pageInput)

/** What is told of a person: to themselves and to admins. */
export const userView = z.object({ id: z.string(), email: z.string(), name: z.string(), role })
export type UserView = z.output<typeof userView>

export const createTokenInput = z.strictObject({
  name: personName,
  scopes: z.array(scope).min(1, 'required').default(['links:read', 'links:write']),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
})
/** The secret is shown this once. */
export const createdToken = z.object({ token: z.string(), view: tokenView }).meta({ id: 'CreatedToken' })
export const tokenIdInput = z.strictObject({ id: entityId })
