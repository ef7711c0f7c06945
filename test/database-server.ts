// Before the tests of a project: one embedded PostgreSQL with a migrated template database, shared by all files.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#lib/db/embedded.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServerUrl: string
  }
}

export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  const { chmod } = await import('node:fs/promises')
  await chmod(folder, 0o755)
  const server = await startEmbedded({ dataDir: join(folder, 'postgres'), durable: false })
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query('CREATE DATABASE template_linkhome')
  await admin.end()
  await prepareDatabase(server.url.replace(/postgres$/, 'template_linkhome'))
  project.provide('databaseServerUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
