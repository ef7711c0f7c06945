import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MIGRATION_NAMES } from './assert-migrated.ts'

test('every folder of prisma/migrations is a migration that this version asks for', () => {
  const entries = readdirSync(new URL('../../prisma/migrations/', import.meta.url), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  expect(MIGRATION_NAMES).toEqual(folders.toSorted())
})
