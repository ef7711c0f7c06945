import { afterAll, expect, test } from 'vitest'
import { newUrl, openTestApi } from '#test/api.ts'
import { makePerson } from '#test/person.ts'

const { opened, api, authorization } = await openTestApi()
afterAll(() => opened.close())

test('the same POST with the same key is answered as before, and done once', async () => {
  const stranger = await makePerson(opened)
  const call = {
    authorization: stranger.authorization,
    headers: { 'idempotency-key': 'key-1' },
    body: { path: '一次' },
  }
  const [first, second] = await Promise.all([api('POST /tags', call), api('POST /tags', call)])
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.body).toEqual(first.body)
  expect(
    [first, second].filter(({ headers }) => headers.get('idempotency-replayed') === 'true'),
  ).toHaveLength(1)
  const other = await api('POST /tags', { ...call, body: { path: '两次' } })
  expect([other.status, other.body.code]).toEqual([409, 'idempotency_mismatch'])
  const otherPath = await api('POST /snapshots', { ...call, body: { url: newUrl() } })
  expect(otherPath.body.code).toBe('idempotency_mismatch')
})

test('a refused POST is not remembered: with the same key it may be corrected', async () => {
  const headers = { 'idempotency-key': 'key-2' }
  const refused = await api('POST /snapshots', { authorization, headers, body: { url: 'http://127.0.0.1/' } })
  expect(refused.status).toBe(422)
  const accepted = await api('POST /snapshots', { authorization, headers, body: { url: newUrl() } })
  expect(accepted.status).toBe(202)
})

test('keys of two people never meet', async () => {
  const call = { headers: { 'idempotency-key': 'key-3' }, body: { url: newUrl() } }
  const stranger = await makePerson(opened)
  const mine = await api('POST /snapshots', { authorization, ...call })
  const theirs = await api('POST /snapshots', { authorization: stranger.authorization, ...call })
  expect(theirs.status).toBe(202)
  expect(theirs.body.id).not.toBe(mine.body.id)
})

test('the secret of a token is never remembered: a repetition makes no second one and says conflict', async () => {
  const call = { authorization, headers: { 'idempotency-key': 'key-4' }, body: { name: 'once' } }
  const first = await api('POST /tokens', call)
  const second = await api('POST /tokens', call)
  expect([first.status, second.status, second.body.code]).toEqual([201, 409, 'conflict'])
  const remembered = await opened.db.idempotencyKey.findMany()
  expect(JSON.stringify(remembered)).not.toContain(first.body.token)
})

test('a key that is no token of HTTP is refused', async () => {
  const headers = { 'idempotency-key': 'a'.repeat(256) }
  expect((await api('POST /tags', { authorization, headers, body: { path: 'x' } })).status).toBe(422)
})
