import { afterAll, beforeAll, expect, test } from 'vitest'
import { authOf } from '#lib/auth/open-auth.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { AUDIT_KEEP_MS } from '#lib/kernel/limits.ts'
import { newId } from '#lib/kernel/ids.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { changeRole } from '../account/change-role.ts'
import { createToken } from '../account/create-token.ts'
import { createUserFromTerminal } from '../account/create-user.ts'
import { resetPasswordFromTerminal } from '../account/reset-password.ts'
import { revokeToken } from '../account/revoke-token.ts'
import { deleteLink } from '../links/delete-link.ts'
import { submitLink } from '../links/submit-link.ts'
import { updateLink } from '../links/update-link.ts'
import { deleteSnapshot } from '../snapshots/delete-snapshot.ts'
import { listAudit } from './list-audit.ts'

const PASSWORD = 'correct horse battery'
let opened: TestRuntime
let owner: TestPerson

beforeAll(async () => {
  opened = await openTestRuntime()
  owner = await makePerson(opened, 'owner')
})
afterAll(() => opened.close())

/** What a person reads of the log, oldest first, as `kind subject details`. */
async function told(person: TestPerson) {
  const { items } = await listAudit(person.ctx, { limit: 100 })
  return items
    .toReversed()
    .map(({ kind, subject, detail }) => [kind, subject, ...Object.values(detail)].filter(Boolean).join(' '))
}

test('sign-ins are noted, failed ones under their account, and never what was typed', async () => {
  const email = `${newId()}@example.test`
  const user = await createUserFromTerminal(opened.db, { email, password: PASSWORD, role: 'member' })
  const from = new Headers({ 'x-forwarded-for': '203.0.113.5' })
  const attempt = (typed: string, password: string) =>
    signIn(authOf(opened), { email: typed, password }, from)
  await attempt(email, PASSWORD)
  await expect(attempt(email, 'a wrong secret')).rejects.toMatchObject({ code: 'sign_in_failed' })
  await expect(attempt('my password in the wrong field', 'x')).rejects.toMatchObject({
    code: 'sign_in_failed',
  })
  const { items } = await listAudit(owner.ctx, { limit: 3 })
  expect(items).toMatchObject([
    { kind: 'sign_in_failed', actor: null, address: '203.0.113.5' },
    { kind: 'sign_in_failed', actor: { id: user.id, email }, address: '203.0.113.5' },
    { kind: 'sign_in', actor: { id: user.id }, address: '203.0.113.5' },
  ])
  const all = JSON.stringify(await opened.db.auditEntry.findMany({ omit: { id: true } }))
  for (const typed of ['a wrong secret', 'wrong field', PASSWORD]) expect(all).not.toContain(typed)
})

test('tokens, deletions and changes of visibility are noted with what they did', async () => {
  const person = await makePerson(opened)
  const { view } = await createToken(person.ctx, { name: 'laptop', scopes: ['links:read'] })
  await revokeToken(person.ctx, { id: view.id })
  const url = `https://example.com/${newId()}`
  const snapshot = await makeReadySnapshot(person.ctx, url)
  await updateLink(person.ctx, { id: snapshot.linkId, visibility: 'public' })
  await updateLink(person.ctx, { id: snapshot.linkId, visibility: 'public', note: 'no change' })
  await submitLink(person.ctx, { url, visibility: 'private' })
  await deleteSnapshot(person.ctx, { id: snapshot.id })
  await deleteLink(person.ctx, { id: snapshot.linkId })
  await submitLink(person.ctx, { url: `${url}?born-public`, visibility: 'public' })
  expect(await told(person)).toEqual([
    `token_created laptop ${view.prefix} links:read`,
    `token_revoked laptop ${view.prefix}`,
    `visibility_changed ${url} public`,
    `visibility_changed ${url} private`,
    `snapshot_deleted ${url}`,
    `link_deleted ${url}`,
    `visibility_changed ${url}?born-public public`,
  ])
})

test('what failed is not noted', async () => {
  const person = await makePerson(opened)
  await expect(deleteLink(person.ctx, { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
  await expect(revokeToken(person.ctx, { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
  expect(await told(person)).toEqual([])
})

test('administrators read what happened to accounts, and no address of a library that is not theirs', async () => {
  const person = await makePerson(opened)
  const url = `https://example.com/secret-${newId()}`
  const { linkId } = await submitLink(person.ctx, { url })
  await deleteLink(person.ctx, { id: linkId })
  await changeRole(owner.ctx, { id: person.actor.userId, role: 'admin' })
  await resetPasswordFromTerminal(opened.db, { email: person.email, password: PASSWORD })
  const { items } = await listAudit(owner.ctx, { limit: 3 })
  expect(items).toMatchObject([
    { kind: 'password_reset', actor: null, subject: person.email },
    {
      kind: 'role_changed',
      actor: { id: owner.actor.userId },
      subject: person.email,
      detail: { role: 'admin' },
    },
    { kind: 'link_deleted', actor: { id: person.actor.userId }, subject: null },
  ])
  expect(JSON.stringify(items)).not.toContain(url)
  // A member reads their own entries, with everything.
  expect(await told(person)).toEqual([`link_deleted ${url}`])
})

test('the log is paged, and forgets what is older than a year and a month', async () => {
  const person = await makePerson(opened)
  for (const name of ['a', 'b', 'c']) await createToken(person.ctx, { name })
  const first = await listAudit(person.ctx, { limit: 2 })
  expect(first.items.map(({ subject }) => subject)).toEqual(['c', 'b'])
  const second = await listAudit(person.ctx, { limit: 2, cursor: first.nextCursor ?? '' })
  expect(second).toMatchObject({ items: [{ subject: 'a' }], nextCursor: null, total: { count: 3 } })
  await expect(listAudit(person.ctx, { cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_cursor' })
  const old = new Date(Date.now() - AUDIT_KEEP_MS - 60_000)
  await opened.db.auditEntry.updateMany({
    where: { actorId: person.actor.userId, subject: 'a' },
    data: { createdAt: old },
  })
  const email = `${newId()}@example.test`
  await createUserFromTerminal(opened.db, { email, password: PASSWORD, role: 'member' })
  await signIn(authOf(opened), { email, password: PASSWORD }, new Headers())
  expect(await told(person)).toHaveLength(2)
})

test('a whole library that goes leaves no entries of its links', async () => {
  const person = await makePerson(opened)
  await submitLink(person.ctx, { url: `https://example.com/${newId()}` })
  await opened.db.user.delete({ where: { id: person.actor.userId } })
  const noted = await opened.db.auditEntry.count({ where: { actorId: person.actor.userId } })
  expect(noted).toBe(0)
})
