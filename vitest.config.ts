// Four kinds of tests, told apart by the ending of their file name (CONTRIBUTING.md).
import { defineConfig } from 'vitest/config'

const slow = { testTimeout: 120_000, hookTimeout: 120_000 }
/** Node runs their modules as it runs those of the product: Vite maps each line of each stack, and Playwright takes one with each call. */
const native = { experimental: { viteModuleRunner: false, nodeLoader: false } }
/** A file takes longer to load and to compile its modules than to run: those of one process share them. */
const shared = { isolate: false }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          ...shared,
          // Properties try thousands of inputs; a busy machine must not make them fail.
          testTimeout: 30_000,
          include: ['{app,components,lib,worker,cli,scripts,test}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/*.browser.test.ts', '**/*.process.test.ts', '**/node_modules/**'],
          setupFiles: ['./test/fail-on-noise.ts'],
        },
      },
      {
        test: {
          name: 'db',
          // Its own database keeps each file apart from the others.
          ...shared,
          include: ['{app,lib,worker,cli,test}/**/*.db.test.ts'],
          setupFiles: ['./test/fail-on-noise.ts'],
          globalSetup: ['./test/database-server.ts'],
          ...native,
          ...slow,
        },
      },
      {
        test: {
          name: 'browser',
          ...shared,
          include: ['{lib,worker,test}/**/*.browser.test.ts'],
          setupFiles: ['./test/fail-on-noise.ts'],
          globalSetup: ['./test/database-server.ts'],
          ...native,
          maxWorkers: 1,
          ...slow,
        },
      },
      {
        test: {
          name: 'process',
          include: ['{lib,cli,worker,test}/**/*.process.test.ts'],
          globalSetup: ['./test/database-server.ts'],
          ...native,
          // They wait more than they work: two at once take little more than half the time.
          maxWorkers: 2,
          ...slow,
        },
      },
    ],
  },
})
