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
      /** Of a person in their browser: the row of this very session. */
      sessionId?: string
      /** Of a token that ends by itself. */
      expiresAt?: Date
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
/** People as administrators see them. */
export const personView = userView
  .extend({
    createdAt: z.string(),
    /** How many links they keep: what would go with them. */
    links: z.number().int(),
  })
  .meta({ id: 'Person' })
export const personIdInput = z.strictObject({ id: entityId })
export type PersonView = z.output<typeof personView>
export const people = z.object({ items: z.array(personView) }).meta({ id: 'People' })
/** There is one owner, from the first run on. */
export const givenRole = z.enum(['admin', 'member'])
export const changeRoleInput = z.strictObject({ id: entityId, role: givenRole })

const MAX_INVITATION_DAYS = 30
export const createInvitationInput = z.strictObject({
  role: givenRole.default('member'),
  /** For whom: told to administrators only. */
  note: z.string().trim().max(80, 'too_long').default(''),
  days: z.coerce.number().int().min(1).max(MAX_INVITATION_DAYS).default(7),
})
export const invitationView = z
  .object({
    id: z.string(),
    role,
    note: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
  })
  .meta({ id: 'Invitation' })
export type InvitationView = z.output<typeof invitationView>
/** The address carries the secret: it is shown this once. */
export const createdInvitation = z
  .object({ url: z.string(), view: invitationView })
  .meta({ id: 'CreatedInvitation' })
export const invitations = z.object({ items: z.array(invitationView) }).meta({ id: 'Invitations' })
export const invitationIdInput = z.strictObject({ id: entityId })
export const joinInput = z.strictObject({
  /** Of the invitation; left out where everybody may join. */
  token: z.string().max(128).optional(),
  email,
  password,
  name: personName,
})

/** A browser in which somebody is signed in. */
export const sessionView = z.object({
  id: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** Where the sign-in came from, when the web server knew. */
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
})
export type SessionView = z.output<typeof sessionView>
export const sessionIdInput = z.strictObject({ id: entityId })

/** What protects an account beside the password. */
export const factorsView = z.object({
  /** Is a code asked for after the password? */
  twoFactor: z.boolean(),
  passkeys: z.array(
    z.object({ id: z.string(), name: z.string().nullable(), createdAt: z.string().nullable() }),
  ),
})
export type FactorsView = z.output<typeof factorsView>
export const passkeyIdInput = z.strictObject({ id: entityId })
const base64url = z.string().max(16_384)
const device = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
}
/** What a device answers when it has made a key, and when it signs in with one (W3C WebAuthn, 5.1). */
export const newKeyResponse = z.object({
  ...device,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(32)).max(16).optional(),
  }),
})
export const keyResponse = z.object({
  ...device,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
})
export const passkeyName = z.string().trim().max(80, 'too_long')

export const changePasswordInput = z.strictObject({
  current: z.string().max(256, 'too_long'),
  next: password,
})
export const resetPasswordInput = z.strictObject({ email, password })

/** The secret is shown this once. */
export const createdToken = z.object({ token: z.string(), view: tokenView }).meta({ id: 'CreatedToken' })
export const tokenIdInput = z.strictObject({ id: entityId })
