// Asks the API again and again in a thread of its own and times the answers: whoever serves a flood of hostile answers
// beside it would measure itself. Any message ends it; it answers with the times in milliseconds.
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { openApi, type Access } from '#test/api-client.ts'

const PAUSE_MS = 200

const { origin, token } = workerData as Access
const api = openApi(origin, token)
const over = new AbortController()
const tookMs: number[] = []

parentPort?.once('message', () => over.abort())
while (!over.signal.aborted) {
  const startedAt = performance.now()
  await api.search('words')
  tookMs.push(performance.now() - startedAt)
  await delay(PAUSE_MS)
}
parentPort?.postMessage(tookMs)
