// The Prisma client, generated from the schema into lib/db/generated.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fingerprint, inProject, NODE, readMark, ROOT } from './project.mjs'

const MARK = inProject('lib/db/generated/.fingerprint')

/** @throws Error with Prisma's words when the schema is wrong */
export function ensureClient() {
  const wanted = fingerprint(['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  if (readMark(MARK) === wanted) return
  const prisma = inProject('node_modules/prisma/build/index.js')
  const { status, stdout, stderr } = spawnSync(NODE, [prisma, 'generate', '--no-hints'], {
    cwd: ROOT,
    encoding: 'utf8',
    // Generating needs no engine binary; naming any file keeps Prisma from fetching one.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  })
  if (status !== 0) throw new Error(`the Prisma client cannot be generated.\n${stdout}${stderr}`)
  writeFileSync(MARK, wanted)
}
