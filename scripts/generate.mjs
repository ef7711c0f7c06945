// Generates the Prisma client into lib/db/generated. The schema engine binary is not needed for that, nor fetched.
import { spawnSync } from 'node:child_process'

const { status } = spawnSync('npx', ['--no-install', 'prisma', 'generate', '--no-hints'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
})
process.exit(status ?? 1)
