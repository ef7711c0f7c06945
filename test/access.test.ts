import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { routes } from '#lib/api/routes.ts'
import { ACTIONS, API_ACCESS, HANDLERS, PAGES } from './access.ts'

const ROOT = new URL('..', import.meta.url).pathname
const files = readdirSync(join(ROOT, 'app'), { recursive: true, encoding: 'utf8' })
  .map((name) => `app/${name}`)
  .filter((name) => /\.tsx?$/.test(name))

const named = (ending: RegExp) => files.filter((name) => ending.test(name)).toSorted()

/** What a file of server actions lets browsers call: all that it exports. */
const actionsOf = (file: string) => {
  const source = readFileSync(join(ROOT, file), 'utf8')
  return /^'use server'$/m.test(source)
    ? [...source.matchAll(/^export (?:async function|const) (\w+)/gm)].map(([, name]) => name ?? '')
    : []
}

test('every route of the API stands in the table of access, with the scope that its use case asks for', () => {
  const asked = routes.map(({ method, path, useCase }) => [`${method} ${path}`, useCase.definition.scope])
  expect(Object.fromEntries(asked)).toEqual(API_ACCESS)
})

test('so does every page', () => {
  expect(Object.keys(PAGES).toSorted()).toEqual(named(/(^|\/)page\.tsx$/))
})

test('so does every other address of the web front', () => {
  expect(Object.keys(HANDLERS).toSorted()).toEqual(named(/(^|\/)route\.tsx?$/))
})

test('so does everything that a form may call', () => {
  expect(Object.keys(ACTIONS).toSorted()).toEqual(files.flatMap(actionsOf).toSorted())
})

test('no action is written where the table cannot see it', () => {
  const inside = files.filter((file) => /^\s+'use server'$/m.test(readFileSync(join(ROOT, file), 'utf8')))
  expect(inside).toEqual([])
})
