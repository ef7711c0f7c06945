// End-to-end tests: the built product in a real Chromium. `npm test` says which browser; alone it is Debian's.
import { defineConfig, devices } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/playwright',
  // Files side by side, each with a product of its own: tests wait for captures more than they compute.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    ...devices['Desktop Chrome'],
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium-headless-shell' },
    screenshot: 'only-on-failure',
    trace: 'off',
  },
})
