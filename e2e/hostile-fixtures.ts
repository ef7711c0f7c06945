// What the specs about hostile pages share: a product with small budgets that may contact the hostile site, and nothing else.
import { OWNER_SETTINGS } from '#test/api-client.ts'
import { NAMES } from '#test/hostile/addresses.ts'
import { CONTENT_LIES } from '#test/hostile/content-lies.ts'
import { DETOURS } from '#test/hostile/detours.ts'
import { EXHAUSTION, SLOW_ANSWERS } from '#test/hostile/exhaustion.ts'
import { HOSTILE_BUDGETS } from '#test/hostile/hostile-run.ts'
import { startHostileSite, type HostileSite } from '#test/hostile/hostile-site.ts'
import { PROTOCOL_LIES } from '#test/hostile/protocol-lies.ts'
import { VIEWER_PAGES } from '#test/hostile/viewer-pages.ts'
import { test as base } from './fixtures.ts'

export const ALL_CASES = [
  ...NAMES,
  ...DETOURS,
  ...PROTOCOL_LIES,
  ...CONTENT_LIES,
  ...EXHAUSTION,
  ...SLOW_ANSWERS,
  ...VIEWER_PAGES,
]

export const test = base.extend<object, { hostile: HostileSite }>({
  hostile: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from it.
    async ({}, use) => {
      const hostile = await startHostileSite(ALL_CASES)
      await use(hostile)
      await hostile.stop()
    },
    { scope: 'worker' },
  ],
  settings: async ({ sites, hostile }, use) =>
    use({
      ...HOSTILE_BUDGETS,
      ...hostile.settings,
      LINKHOME_ALLOW_HOSTS: [
        hostile.settings.LINKHOME_ALLOW_HOSTS,
        ...Object.values(sites).map(({ allowHosts }) => allowHosts),
      ].join(','),
      ...OWNER_SETTINGS,
    }),
})

export { expect, speak } from './fixtures.ts'
