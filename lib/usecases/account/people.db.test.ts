import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorFromHeaders } from '#lib/auth/actor.ts'
import { authOf } from '#lib/auth/open-auth.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { newId } from '#lib/kernel/ids.ts'
import { makeLink } from '#test/factories.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { listAudit } from '../audit/list-audit.ts'
import type { Ctx } from '../define-use-case.ts'
import { getLink } from '../links/get-link.ts'
import { updateLink } from '../links/update-link.ts'
import { changeRole } from './change-role.ts'
import { createInvitation } from './create-invitation.ts'
import { join } from './join.ts'
import { listInvitations } from './list-invitations.ts'
import { listPeople } from './list-people.ts'
import { removePerson } from './remove-person.ts'
import { revokeInvitation } from './revoke-invitation.ts'

const PASSWORD = 'correct horse battery'
let opened: TestRuntime
let stranger: Ctx
let owner: TestPerson
let admin: TestPerson
let member: TestPerson

beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_REGISTRATION: 'invite' })
  stranger = { ...opened, actor: { kind: 'anonymous' } }
  owner = await makePerson(opened, 'owner')
  admin = await makePerson(opened, 'admin')
  member = await makePerson(opened)
})
afterAll(() => opened.close())

const newcomer = () => ({ email: `${newId()}@example.test`, password: PASSWORD, name: '小满' })
const tokenIn = (url: string) => new URL(url).searchParams.get('token') ?? ''
const registration = (mode: 'closed' | 'open') => ({
  ...stranger,
  config: { ...opened.config, registration: mode },
})

test('an invitation makes one account, which can sign in and has a library of its own', async () => {
  const { url, view } = await createInvitation(admin.ctx, { note: '给小满' })
  expect(view).toMatchObject({ note: '给小满', role: 'member' })
  const person = newcomer()
  const joined = await join(stranger, { token: tokenIn(url), ...person })
  expect(joined).toMatchObject({ role: 'member', name: '小满' })
  await expect(signIn(authOf(opened), person, new Headers())).resolves.toHaveLength(1)
  expect(await opened.db.library.count({ where: { ownerId: joined.id } })).toBe(1)
  await expect(join(stranger, { token: tokenIn(url), ...newcomer() })).rejects.toMatchObject({
    code: 'invitation_invalid',
  })
})

test('of two who use it at once, one comes in', async () => {
  const { url } = await createInvitation(admin.ctx, {})
  const tries = await Promise.allSettled(
    [1, 2].map(() => join(stranger, { token: tokenIn(url), ...newcomer() })),
  )
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('an e-mail that is taken does not use the invitation up', async () => {
  const { url } = await createInvitation(admin.ctx, {})
  const token = tokenIn(url)
  await expect(join(stranger, { token, ...newcomer(), email: owner.email })).rejects.toMatchObject({
    code: 'email_taken',
  })
  await expect(join(stranger, { token, ...newcomer() })).resolves.toMatchObject({ role: 'member' })
})

test('an invitation ends with its days, or when it is taken back; its secret is stored nowhere', async () => {
  const { url, view } = await createInvitation(owner.ctx, { days: 1, note: 'late' })
  const later = { ...stranger, now: () => new Date(Date.now() + 86_400_000) }
  await expect(join(later, { token: tokenIn(url), ...newcomer() })).rejects.toMatchObject({
    code: 'invitation_invalid',
  })
  const listed = await listInvitations(owner.ctx, {})
  expect(listed.items).toContainEqual(view)
  expect(JSON.stringify([listed, await opened.db.invitation.findMany()])).not.toContain(tokenIn(url))
  await revokeInvitation(owner.ctx, { id: view.id })
  await expect(revokeInvitation(owner.ctx, { id: view.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(join(stranger, { token: tokenIn(url), ...newcomer() })).rejects.toMatchObject({
    code: 'invitation_invalid',
  })
})

test('without an invitation nobody comes in, unless the house is open; a closed one invites nobody', async () => {
  await expect(join(stranger, newcomer())).rejects.toMatchObject({ code: 'registration_closed' })
  await expect(join(registration('open'), newcomer())).resolves.toMatchObject({ role: 'member' })
  const { url } = await createInvitation(owner.ctx, {})
  const closed = registration('closed')
  await expect(join(closed, { token: tokenIn(url), ...newcomer() })).rejects.toMatchObject({
    code: 'registration_closed',
  })
  await expect(createInvitation({ ...owner.ctx, config: closed.config }, {})).rejects.toMatchObject({
    code: 'registration_closed',
  })
})

test('an open house makes ten accounts an hour', async () => {
  const open = registration('open')
  for (let index = 0; index < 10; index++)
    await expect(join(open, { ...newcomer(), email: member.email })).rejects.toMatchObject({
      code: 'email_taken',
    })
  await expect(join(open, newcomer())).rejects.toMatchObject({ code: 'rate_limited' })
})

test('members see and invite nobody; administrators invite members; the owner invites administrators', async () => {
  const forbidden = { code: 'forbidden', detail: { scope: 'admin' } }
  await expect(listPeople(member.ctx, {})).rejects.toMatchObject(forbidden)
  await expect(listInvitations(member.ctx, {})).rejects.toMatchObject(forbidden)
  await expect(createInvitation(member.ctx, {})).rejects.toMatchObject(forbidden)
  await expect(createInvitation(admin.ctx, { role: 'admin' })).rejects.toMatchObject({
    code: 'owner_required',
  })
  const { url } = await createInvitation(owner.ctx, { role: 'admin' })
  expect(await join(stranger, { token: tokenIn(url), ...newcomer() })).toMatchObject({ role: 'admin' })
  const { items } = await listPeople(admin.ctx, {})
  expect(items[0]).toMatchObject({ email: owner.email, role: 'owner' })
})

test('the owner alone changes roles, at once and for tokens too, and stays the owner', async () => {
  const person = await makePerson(opened)
  const { userId: id } = person.actor
  const change = (by: TestPerson, to: 'admin' | 'member', of = id) => changeRole(by.ctx, { id: of, role: to })
  await expect(change(admin, 'admin')).rejects.toMatchObject({ code: 'owner_required' })
  await expect(change(member, 'admin')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(change(owner, 'member', owner.actor.userId)).rejects.toMatchObject({ code: 'owner_required' })
  await expect(change(owner, 'member', newId())).rejects.toMatchObject({ code: 'not_found' })
  expect(await change(owner, 'admin')).toMatchObject({ role: 'admin' })
  const adminToken = new Headers({ authorization: admin.authorization })
  expect(await actorFromHeaders(opened, adminToken)).toMatchObject({
    scopes: ['links:read', 'links:write', 'admin'],
  })
  await change(owner, 'member', admin.actor.userId)
  expect(await actorFromHeaders(opened, adminToken)).toMatchObject({ scopes: ['links:read', 'links:write'] })
})

test('the owner alone removes somebody, who is gone at once; one entry tells of it', async () => {
  const person = await makePerson(opened)
  const { userId: id } = person.actor
  const { linkId } = await makeLink(opened.db, person.actor.libraryId)
  await updateLink(person.ctx, { id: linkId, visibility: 'public' })
  const seen = () => getLink(stranger, { id: linkId })
  await expect(seen()).resolves.toMatchObject({ id: linkId })
  const removal = (by: TestPerson, of = id) => removePerson(by.ctx, { id: of })
  await expect(removal(admin)).rejects.toMatchObject({
    code: expect.stringMatching(/owner_required|forbidden/),
  })
  await expect(removal(person)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(removal(owner, owner.actor.userId)).rejects.toMatchObject({ code: 'owner_required' })
  await expect(removal(owner, newId())).rejects.toMatchObject({ code: 'not_found' })
  const shown = async () => (await listPeople(owner.ctx, {})).items.find((one) => one.id === id)
  expect(await shown()).toMatchObject({ links: 1 })
  await removal(owner)
  const headers = new Headers({ authorization: person.authorization })
  await expect(actorFromHeaders(opened, headers)).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(seen()).rejects.toMatchObject({ code: 'not_found' })
  expect(await shown()).toBeUndefined()
  const { items } = await listAudit(owner.ctx, { limit: 1 })
  expect(items).toMatchObject([
    { kind: 'user_removed', subject: person.email, actor: { id: owner.actor.userId } },
  ])
  const { url } = await createInvitation(owner.ctx, {})
  const again = { ...newcomer(), email: person.email }
  await expect(join(stranger, { token: tokenIn(url), ...again })).resolves.toMatchObject({ role: 'member' })
})
