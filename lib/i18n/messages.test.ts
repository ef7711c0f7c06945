import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en } from './messages/en.ts'
import { zhCn } from './messages/zh-cn.ts'
import { errorMessage, translator } from './translate.ts'

const HAN = /\p{Script=Han}/u
const root = new URL('../../', import.meta.url)
/** Names that are written alike in every language: ours, and the languages' own. */
const withoutNames = (words: string) => words.replaceAll('link之家', '').replaceAll('简体中文', '')
/** Search operators are typed with ASCII colons: `tag:标签`. */
const withoutOperators = (words: string) => words.replaceAll(/\b(tag|site|code):/g, '')

test('both languages have the same keys, and no sentence is its own key', () => {
  expect(Object.keys(en).toSorted()).toEqual(Object.keys(zhCn).toSorted())
  for (const [key, words] of [...Object.entries(zhCn), ...Object.entries(en)]) expect(words).not.toBe(key)
})

test('no English sentence holds a Han character', () => {
  const mixed = Object.entries(en).filter(([, words]) => HAN.test(withoutNames(words)))
  expect(mixed).toEqual([])
})

test('Chinese sentences use Chinese punctuation', () => {
  const ascii = Object.entries(zhCn).filter(([, words]) =>
    /\p{Script=Han}[,;:!?]|[,;:!?]\p{Script=Han}/u.test(withoutOperators(words)),
  )
  expect(ascii).toEqual([])
})

test('a sentence names the same values in both languages', () => {
  const names = (words: string) =>
    [...new Set([...words.matchAll(/\{(\w+)/g)].map((match) => match[1]))].toSorted()
  const zh: Record<string, string> = zhCn
  const unequal = Object.entries(en).filter(
    ([key, words]) => names(words).join() !== names(zh[key] ?? '').join(),
  )
  expect(unequal).toEqual([])
})

test('no component carries Chinese words of its own', () => {
  const files = ['app', 'components'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => `${folder}/${name}`),
  )
  expect(files.length).toBeGreaterThan(20)
  const spoken = (text: string) => text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
  expect(files.filter((file) => HAN.test(spoken(readFileSync(new URL(file, root), 'utf8'))))).toEqual([])
})

test('a reason that people can do something about has its own sentence, any other one that of its code', () => {
  const t = translator('en')
  const told = (reason: string) => errorMessage(t, 'blocked_address', { host: 'a.test', reason })
  expect(told('fake_ip')).toMatch(/^a\.test was resolved to 198\.18\.0\.0\/15.*LINKHOME_DNS_SERVERS/)
  expect(told('something else')).toBe(errorMessage(t, 'blocked_address', { host: 'a.test' }))
})

test.each([
  [1, '1 result'],
  ['1', '1 result'],
  ['1,000+', '1,000+ results'],
])('a word follows its number, also one that is formatted: %s', (count, said) =>
  expect(translator('en')('search.total', { count })).toBe(said),
)
