import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { fillLibrary } from '#test/relevance/fill-library.ts'
import { GOLD, judge } from '#test/relevance/gold.ts'

let database: TestDatabase
let ask: (typed: string) => Promise<number[]>
beforeAll(async () => {
  database = await cloneDatabase()
  ask = await fillLibrary(database.db)
})
afterAll(() => database.close())

test('the article that answers comes first, nothing that must be found is missed, and nothing else is shown', async () => {
  // Every fourth topic with all its kinds of queries; the bench asks all.
  const queries = GOLD.filter(({ first }) => first % 4 === 0)
  const answers: number[][] = []
  for (const { typed } of queries) answers.push(await ask(typed))
  const { mrr, recall, precision } = judge(queries, answers)
  expect(mrr).toBeGreaterThanOrEqual(0.95)
  expect(recall).toBeGreaterThanOrEqual(0.98)
  expect(precision).toBe(1)
})
