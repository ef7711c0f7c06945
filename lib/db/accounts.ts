// Rows of accounts: people, their passwords' hashes and their library.
import { newId } from '#lib/kernel/ids.ts'
import type { Role } from '#lib/contract/account.ts'
import type { DbOrTx, Tx } from './client.ts'

export interface NewUser {
  email: string
  name: string
  role: Role
  passwordHash: string
  /** False: the person typed it themselves, and it may be somebody else's. */
  isEmailChecked?: boolean
}

export interface UserRow {
  id: string
  email: string
  name: string
  role: Role
  libraryId: string
}

const account = { id: true, email: true, name: true, role: true, library: { select: { id: true } } } as const

function userRow(row: {
  id: string
  email: string
  name: string
  role: Role
  library: { id: string } | null
}): UserRow {
  if (!row.library) throw new Error(`user ${row.id} has no library`)
  return { id: row.id, email: row.email, name: row.name, role: row.role, libraryId: row.library.id }
}

/** Inserts a person with their password and an empty library; null when the e-mail is taken. */
export async function insertUser(tx: Tx, user: NewUser): Promise<UserRow | null> {
  const id = newId()
  const { count } = await tx.user.createMany({
    data: {
      id,
      email: user.email,
      name: user.name,
      role: user.role,
      emailVerified: user.isEmailChecked ?? true,
    },
    skipDuplicates: true,
  })
  if (count === 0) return null
  // The shape that better-auth reads: a `credential` account whose id is the user's own.
  await tx.account.create({
    data: { id: newId(), accountId: id, providerId: 'credential', userId: id, password: user.passwordHash },
  })
  const libraryId = await insertLibrary(tx, id)
  return { id, email: user.email, name: user.name, role: user.role, libraryId }
}

/** Gives a person their empty library; its id. */
export async function insertLibrary(db: DbOrTx, ownerId: string): Promise<string> {
  return (await db.library.create({ data: { id: newId(), ownerId } })).id
}

/** The person with this id, or null. */
export async function findUser(db: DbOrTx, id: string): Promise<UserRow | null> {
  const row = await db.user.findUnique({ where: { id }, select: account })
  return row && userRow(row)
}

/** The person with this e-mail (compared in lower case), or null. */
export async function findUserByEmail(db: DbOrTx, email: string): Promise<UserRow | null> {
  const row = await db.user.findUnique({ where: { email: email.toLowerCase() }, select: account })
  return row && userRow(row)
}

/** Everybody, in the order in which they came. */
export async function listUserRows(db: DbOrTx, limit: number): Promise<(UserRow & { createdAt: Date })[]> {
  const rows = await db.user.findMany({
    orderBy: { id: 'asc' },
    take: limit,
    select: { ...account, createdAt: true },
  })
  return rows.map((row) => ({ ...userRow(row), createdAt: row.createdAt }))
}

/** Gives the person another role. */
export async function writeRole(tx: Tx, userId: string, role: Role): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { role } })
}

/** Deletes a person with all that they come in with; their library is left to `dropSomeOfLibrary`. False: they are gone. */
export async function deleteUser(tx: Tx, userId: string): Promise<boolean> {
  return (await tx.user.deleteMany({ where: { id: userId } })).count > 0
}

/** The first owner, or null while nobody has set up the installation. */
export async function findOwner(db: DbOrTx): Promise<UserRow | null> {
  const row = await db.user.findFirst({ where: { role: 'owner' }, orderBy: { id: 'asc' }, select: account })
  return row && userRow(row)
}

/** The hash of the person's password; null when they sign in otherwise. */
export async function findPasswordHash(db: DbOrTx, userId: string): Promise<string | null> {
  const row = await db.account.findFirst({
    where: { userId, providerId: 'credential' },
    select: { password: true },
  })
  return row?.password ?? null
}

/** Gives the person a password in place of the one before, if there was one. */
export async function writePasswordHash(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  const key = { providerId: 'credential', accountId: userId }
  await tx.account.upsert({
    where: { providerId_accountId: key },
    create: { id: newId(), ...key, userId, password: passwordHash },
    update: { password: passwordHash },
  })
}
