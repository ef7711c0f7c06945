// Who has an account here.
import { z } from 'zod'
import { people } from '#lib/contract/account.ts'
import { listUserRows } from '#lib/db/accounts.ts'
import { countLinksByLibrary } from '#lib/db/statistics.ts'
import { defineUseCase } from '../define-use-case.ts'

/** A self-hosted house is not a town. */
const MAX_PEOPLE = 1_000

/** Everybody, in the order in which they came. */
export const listPeople = defineUseCase({
  name: 'account.listPeople',
  scope: 'admin',
  input: z.strictObject({}),
  output: people,
  async run({ db }) {
    const rows = await listUserRows(db, MAX_PEOPLE)
    const linksByLibrary = await countLinksByLibrary(db)
    return {
      items: rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        links: linksByLibrary.get(row.libraryId) ?? 0,
      })),
    }
  },
})
