// A feed as Atom (RFC 4287). It does not name its own address, which is a secret: what is passed on must not pass it on.
import type { FeedContent } from '#lib/contract/feed.ts'
import { xmlText } from '#lib/kernel/xml-text.ts'
import { FEED_AUTHOR } from './feed-author.ts'

type Entry = FeedContent['entries'][number]

const element = (name: string, text: string) => `<${name}>${xmlText(text)}</${name}>`
const link = (rel: string, href: string) => `<link rel="${rel}" href="${xmlText(href)}"/>`

function writeEntry({ id, title, url, snapshotUrl, summary, tags, addedAt, updatedAt }: Entry): string {
  return [
    '<entry>',
    element('id', `urn:uuid:${id}`),
    element('title', title),
    link('alternate', url),
    ...(snapshotUrl === null ? [] : [link('related', snapshotUrl)]),
    element('published', addedAt),
    element('updated', updatedAt),
    ...tags.map((path) => `<category term="${xmlText(path)}"/>`),
    ...(summary === '' ? [] : [element('summary', summary)]),
    '</entry>',
  ].join('\n')
}

/** Texts stay texts: no markup of a page is in it. */
export function writeAtom({ id, title, homeUrl, changedAt, entries }: FeedContent): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element('id', `urn:uuid:${id}`),
    element('title', title),
    link('alternate', homeUrl),
    element('updated', changedAt.toISOString()),
    `<author>${element('name', FEED_AUTHOR)}</author>`,
    ...entries.map(writeEntry),
    '</feed>\n',
  ].join('\n')
}
