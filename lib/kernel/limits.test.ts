import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as limits from './limits.ts'

const page = readFileSync(new URL('../../docs/LIMITS.md', import.meta.url), 'utf8')
const defaultOf = (setting: string) => new RegExp(`^\\| \`${setting}\` \\| (.*?) \\|`, 'm').exec(page)?.[1]

test.each([
  ['LINKHOME_DISK_RESERVE', limits.DISK_RESERVE_BYTES],
  ['LINKHOME_CAPTURE_TIMEOUT_MS', limits.CAPTURE_TIMEOUT_MS],
  ['LINKHOME_NAVIGATION_TIMEOUT_MS', limits.NAVIGATION_TIMEOUT_MS],
  ['LINKHOME_MAX_CAPTURE_BYTES', limits.MAX_CAPTURE_BYTES],
  ['LINKHOME_MAX_RESOURCE_BYTES', limits.MAX_RESOURCE_BYTES],
  ['LINKHOME_MAX_CAPTURE_REQUESTS', limits.MAX_CAPTURE_REQUESTS],
  ['LINKHOME_HOST_CONCURRENCY', limits.SITE_CONCURRENCY],
])('docs/LIMITS.md tells the default of %s', (setting, value) => {
  expect(defaultOf(setting)).toBe(String(value))
})

test.each([
  ['URL', limits.MAX_URL_CHARACTERS],
  ['links in one submission', limits.MAX_LINKS_PER_SUBMIT],
  ['title, note, excerpt', limits.MAX_TITLE_CHARACTERS],
  ['title, note, excerpt', limits.MAX_NOTE_CHARACTERS],
  ['title, note, excerpt', limits.MAX_EXCERPT_CHARACTERS],
  ['tags of a link', limits.MAX_TAGS_PER_LINK],
  ['tags of a link', limits.MAX_TAG_DEPTH],
  ['tags of a link', limits.MAX_TAG_CHARACTERS],
  ['rows of a list page', limits.MAX_PAGE_SIZE],
])('docs/LIMITS.md tells the limit of %s: %i', (row, value) => {
  const line = page.split('\n').find((text) => text.startsWith(`| ${row}`))
  expect(line?.split('|')[2]).toMatch(new RegExp(`\\b${value}\\b`))
})
