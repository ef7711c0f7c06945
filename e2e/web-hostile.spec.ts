// The web on its bad days: every address, detour, lie and flood ends in time, as a typed error or an honest verdict, and
// nobody was contacted who may not be. All of the tables run in `npm run bench:hostile`; here what is quick of them.
import { failureSentence } from '#components/snapshot/failure-sentence.ts'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import { locales } from '#lib/i18n/translate.ts'
import { MAX_TITLE_CHARACTERS } from '#lib/kernel/limits.ts'
import { OWNER } from '#test/api-client.ts'
import { DOOR } from '#test/hostile/addresses.ts'
import { runHostileCases, workerMemory, type HostileRun } from '#test/hostile/hostile-run.ts'
import { BAD_INPUTS } from '#test/pages/bad.ts'
import { processTree, survivors } from '#test/process-tree.ts'
import { ALL_CASES, expect, speak, test } from './hostile-fixtures.ts'

/** All of them wait for the same two browsers: the slowest wait for their timeouts, three times. */
const DEADLINE_MS = 300_000
/** The API is asked while both cores of a small machine draw pages; `bench:hostile` has the figures. */
const ANSWER_LIMIT_MS = 10_000
/** Far above what a worker takes, and far below what it was fed. */
const WORKER_LIMIT_BYTES = 800 * 1024 * 1024

/** Of each kind what tells most and costs least. */
const CHOSEN = new Set(
  [
    'dns-rebinding dns-no-such-name fetches rtc workers',
    'length-too-long chunk-size-of-words speaks-tls plays-the-proxy status-with-noise header-with-nothing',
    'huge-header says-brotli-is-noise resets-in-the-body requests',
    'xml-with-entities zero-bytes title-of-payloads title-that-turns pdf-that-unpacks',
  ].flatMap((names) => names.split(' ')),
)
const isBlocked = ({ ends }: { ends: readonly string[] }) => ends.every((end) => end === 'blocked_address')
const isDeadly = ({ ends }: { ends: readonly string[] }) => ends.includes('browser_crash')
// A page that kills its browser takes what it shares it with along, and minutes: those are for the bench.
const cases = ALL_CASES.filter((one) => !isDeadly(one) && (isBlocked(one) || CHOSEN.has(one.name)))

let run: HostileRun
let bad: SnapshotView[]

test.beforeAll(async ({ api, product, hostile, site }) => {
  test.setTimeout(DEADLINE_MS + 60_000)
  run = await runHostileCases({ api, product, site: hostile }, cases, { deadlineMs: DEADLINE_MS })
  // Afterwards: beside pages that keep a processor busy honest ones run out of their time.
  bad = await Promise.all(
    BAD_INPUTS.map(async ({ path }) => api.settled((await api.submit(site.origin + path)).id, DEADLINE_MS)),
  )
})

test.afterEach(({ hostile }) => {
  expect(hostile.contacts()).toEqual([])
})

test('every hostile page ends as it should', () => {
  for (const { name, end, isAsItShould } of run.ends)
    expect.soft(isAsItShould, `${name} ended as ${end}`).toBe(true)
})

test('every bad input ends as a typed error or an honest verdict, told in both languages, its link kept', async ({
  api,
  product,
  ownerPage,
}) => {
  for (const [index, { path, claim, errors, verdicts }] of BAD_INPUTS.entries()) {
    const snapshot = bad[index]
    const end = snapshot?.status === 'failed' ? snapshot.error?.code : snapshot?.verdict
    // Soft: one of them must not hide what became of the others.
    const how = `after ${snapshot?.durationMs} ms, at attempt ${snapshot?.attempts}`
    expect.soft([...errors, ...verdicts], `${claim} (${path}) ${how}`).toContain(end)
    expect.soft((await api.link(snapshot?.linkId ?? '')).url).toContain(path)
  }
  const failed = bad.filter(({ status }) => status === 'failed')
  for (const locale of locales) {
    const t = await speak(ownerPage, product.url, locale)
    for (const snapshot of failed) {
      await ownerPage.goto(`${product.url}/s/${snapshot.id}`)
      // What it names (a host, a type) is known to the page; the words before it are enough.
      const [sentence = ''] = failureSentence(t, snapshot.error?.code ?? '', snapshot.url).split(/[：:]/)
      await expect.soft(ownerPage.getByText(sentence).first(), snapshot.url).toBeVisible()
    }
  }
})

test('meanwhile the API answered, the worker stayed as it was, and no process was forgotten', ({
  product,
}) => {
  expect(run.answersMs.at(-1)).toBeLessThan(ANSWER_LIMIT_MS)
  expect(workerMemory(product)).toBeLessThan(WORKER_LIMIT_BYTES)
  const known = new Set(processTree(product.pid).map(({ pid }) => pid))
  expect(survivors(run.seen).filter(({ pid }) => !known.has(pid))).toEqual([])
})

test('the logs tell of it line by line, without secrets and without a word of the pages', ({
  product,
  session,
}) => {
  const lines = product.output().trim().split('\n')
  const events = lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { event: string })
  expect(events.map(({ event }) => event)).toContain('capture.retrying')
  for (const secret of ['canary=', session.split('=')[1] ?? '', OWNER.password, 'Bearer ', '?again'])
    expect.soft(lines.filter((line) => line.includes(secret))).toEqual([])
})

test('what is stored of such pages can be shown, and is as long as it may be', () => {
  for (const { name, snapshot } of run.ends) {
    const { title, byline, siteName, excerpt, lang } = snapshot
    for (const text of [title, byline, siteName, excerpt, lang])
      expect.soft(text ?? '', name).not.toMatch(/[\0-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u)
    expect.soft(title?.length ?? 0, name).toBeLessThanOrEqual(MAX_TITLE_CHARACTERS)
  }
})

test('an address that leads inside is refused at the door, in every notation', async ({ api }) => {
  for (const { given, refusal } of DOOR)
    await expect.soft(api.submit(given), JSON.stringify(given.slice(0, 80))).rejects.toThrow(`"${refusal}"`)
})

test('an address inside the network is refused at once, in both languages', async ({
  product,
  ownerPage,
}) => {
  for (const locale of locales) {
    const t = await speak(ownerPage, product.url, locale)
    await ownerPage.goto(product.url)
    await ownerPage.getByPlaceholder(t('add.placeholder')).fill('http://169.254.169.254/latest/meta-data/')
    await ownerPage.keyboard.press('Enter')
    await expect(ownerPage.getByText(t('error.blocked_address', { host: '169.254.169.254' }))).toBeVisible()
  }
})

test('what the operator opened is open, its neighbours are not', async ({ api, site }) => {
  await expect(api.submit(`http://127.0.0.1:${site.port + 1}/`)).rejects.toThrow('blocked_address')
  await expect(api.submit(`http://127.0.0.2:${site.port}/`)).rejects.toThrow('blocked_address')
})

test('a failed link stays and is tried again with one click', async ({ api, site, product, ownerPage }) => {
  const failed = await api.capture(`${site.origin}/bad/reset?again`)
  expect(failed.status).toBe('failed')
  const t = await speak(ownerPage, product.url, 'zh-CN')
  await ownerPage.goto(product.url)
  const card = ownerPage.getByRole('article').filter({ hasText: '/bad/reset?again' })
  await card.getByRole('button', { name: t('action.retry') }).click()
  await expect.poll(async () => (await api.versions(failed.linkId))[0]?.attempts).not.toBe(failed.attempts)
  const [newest] = await api.versions(failed.linkId)
  expect((await api.settled(newest?.id ?? '')).status).toBe('failed')
})

test('a certificate that nobody vouches for is a typed error, not tried twice', async ({ api, tlsSite }) => {
  const snapshot = await api.capture(`${tlsSite.origin}/read/blog`)
  expect(snapshot).toMatchObject({ status: 'failed', error: { code: 'tls_error' }, attempts: 1 })
})
