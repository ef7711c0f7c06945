// The web on its bad days: every bad input ends in time, as a typed error or an honest verdict, and can be retried.
import { failureSentence } from '#components/snapshot/failure-sentence.ts'
import { locales } from '#lib/i18n/translate.ts'
import { BAD_INPUTS } from '#test/pages/bad.ts'
import { expect, speak, test } from './fixtures.ts'

/** All of them wait for the same two browsers: the slowest wait for their timeouts, twice. */
const DEADLINE_MS = 300_000

test('every bad input ends as a typed error or an honest verdict, told in both languages, its link kept', async ({
  api,
  site,
  product,
  ownerPage,
}) => {
  test.setTimeout(DEADLINE_MS + 60_000)
  const submitted = await Promise.all(BAD_INPUTS.map(({ path }) => api.submit(site.origin + path)))
  const settled = await Promise.all(submitted.map(({ id }) => api.settled(id, DEADLINE_MS)))

  for (const [index, { path, claim, errors, verdicts }] of BAD_INPUTS.entries()) {
    const snapshot = settled[index]
    const end = snapshot?.status === 'failed' ? snapshot.error?.code : snapshot?.verdict
    // Soft: one of them must not hide what became of the others.
    expect.soft([...errors, ...verdicts], `${claim} (${path})`).toContain(end)
    expect.soft((await api.link(snapshot?.linkId ?? '')).url).toContain(path)
  }

  const failed = settled.filter(({ status }) => status === 'failed')
  for (const locale of locales) {
    const t = await speak(ownerPage, product.url, locale)
    for (const snapshot of failed) {
      await ownerPage.goto(`${product.url}/s/${snapshot.id}`)
      // What it names (a host, a type) is known to the page; the words before it are enough.
      const [sentence = ''] = failureSentence(t, snapshot.error?.code ?? '', snapshot).split(/[：:]/)
      await expect.soft(ownerPage.getByText(sentence).first(), snapshot.url).toBeVisible()
    }
  }
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
  await expect(api.submit('http://[::1]:5432/')).rejects.toThrow('blocked_address')
})

test('a certificate that nobody vouches for is a typed error, not tried twice', async ({ api, tlsSite }) => {
  const snapshot = await api.capture(`${tlsSite.origin}/read/blog`)
  expect(snapshot).toMatchObject({ status: 'failed', error: { code: 'tls_error' }, attempts: 1 })
})
