import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SnapshotEvent } from '#lib/contract/event.ts'
import { newId } from '#lib/kernel/ids.ts'
import { submitLink } from '#lib/usecases/links/submit-link.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { openApi } from './open-api.ts'

let opened: TestRuntime
let person: TestPerson
let handle: (request: Request) => Promise<Response>

beforeAll(async () => {
  opened = await openTestRuntime()
  person = await makePerson(opened)
  handle = openApi(async () => opened)
})
afterAll(() => opened.close())

const newUrl = () => `https://example.com/${newId()}`

function open(snapshotId: string, options: { lastEventId?: string; signal?: AbortSignal } = {}) {
  const { lastEventId, signal } = options
  return handle(
    new Request(`http://localhost:3000/api/v1/snapshots/${snapshotId}/events`, {
      headers: {
        authorization: person.authorization,
        ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
      },
      ...(signal ? { signal } : {}),
    }),
  )
}

const parse = (text: string) =>
  [...text.matchAll(/^id: (\d+)\ndata: (.*)$/gm)].map(([, id, data]) => ({ id, ...JSON.parse(data ?? '') }))

/** Reads until `count` events have come. */
async function readEvents(body: ReadableStream<Uint8Array> | null, count: number) {
  if (!body) throw new Error('an answer without a body')
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let hasEnded = false
  while (!hasEnded && parse(text).length < count) {
    const { done, value } = await reader.read()
    hasEnded = done
    text += decoder.decode(value, { stream: !done })
  }
  return { events: parse(text), reader }
}

const publish = (snapshotId: string, event: SnapshotEvent) =>
  opened.events.publish(opened.db, { snapshotId, libraryId: person.actor.libraryId }, event)

test('events come as they happen, with rising ids, and the stream ends with ready', async () => {
  const { id } = await submitLink(person.ctx, { url: newUrl() })
  const response = await open(id)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const rest = response.text()
  await publish(id, { kind: 'snapshot.stage', stage: 'loading', progress: { resources: 3, bytes: 1_000 } })
  await publish(id, { kind: 'snapshot.ready', verdict: 'good' })
  const events = parse(await rest)
  expect(events).toMatchObject([
    { kind: 'snapshot.queued', snapshotId: id },
    { kind: 'snapshot.stage', stage: 'loading', progress: { resources: 3, bytes: 1_000 } },
    { kind: 'snapshot.ready', verdict: 'good' },
  ])
  const ids = events.map((event) => BigInt(event.id))
  expect(ids).toEqual(ids.toSorted((a, b) => Number(a - b)))
})

test('after Last-Event-ID only what is new is told', async () => {
  const { id } = await makeReadySnapshot(person.ctx, newUrl())
  const all = parse(await (await open(id)).text())
  expect(all.map(({ kind }) => kind)).toEqual(['snapshot.queued', 'snapshot.ready'])
  const rest = parse(await (await open(id, { lastEventId: all[0]?.id })).text())
  expect(rest.map(({ kind }) => kind)).toEqual(['snapshot.ready'])
})

test('who has heard the end is told not to come back', async () => {
  const { id } = await makeReadySnapshot(person.ctx, newUrl())
  const last = parse(await (await open(id)).text()).at(-1)
  expect((await open(id, { lastEventId: last?.id })).status).toBe(204)
})

test('a failure that was followed by a retry is not the end', async () => {
  const { id } = await submitLink(person.ctx, { url: newUrl() })
  await publish(id, { kind: 'snapshot.failed', code: 'timeout' })
  await publish(id, { kind: 'snapshot.queued' })
  const response = await open(id)
  const { events, reader } = await readEvents(response.body, 3)
  expect(events.map(({ kind }) => kind)).toEqual(['snapshot.queued', 'snapshot.failed', 'snapshot.queued'])
  await reader.cancel()
})

test('who goes away is not told anything any more', async () => {
  const { id } = await submitLink(person.ctx, { url: newUrl() })
  const gone = new AbortController()
  const response = await open(id, { signal: gone.signal })
  const { reader } = await readEvents(response.body, 1)
  gone.abort()
  expect((await reader.read()).done).toBe(true)
})

test('a Last-Event-ID that is none of ours is refused', async () => {
  const { id } = await submitLink(person.ctx, { url: newUrl() })
  expect((await open(id, { lastEventId: 'yesterday' })).status).toBe(422)
})
