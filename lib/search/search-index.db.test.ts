import { describe } from 'vitest'
import { testSearchIndex } from '#test/search-index-suite.ts'
import { postgresIndex } from './postgres-index.ts'

describe('PostgreSQL', () => {
  testSearchIndex(postgresIndex)
})
