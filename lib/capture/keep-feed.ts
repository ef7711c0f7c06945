// A feed as it is kept: its bytes as they came, and a document that lists its entries where Chromium shows a tree.
import { showDocument } from './capture-file.ts'
import { answerOrNothing, exchangesOf, finalUrlOf, type Captured, type Session } from './capture-session.ts'
import { FEED_READER, type Feed } from './feed-reader.ts'
import { feedPage, feedReading } from './feed-page.ts'
import { fileName } from './file-name.ts'
import { decodeCss } from './freeze/decode-css.ts'
import { openWorld } from './isolated-world.ts'
import { UNKNOWN_STRUCTURE } from './page-structure.ts'
import type { RecordedBody } from './record-responses.ts'

/** Larger ones stay what Chromium makes of them. */
const MAX_FEED_BYTES = 8 * 1024 * 1024
const LOOKED_AT_CHARACTERS = 2_000
/** What feeds begin with. One with a style of its own is shown in that. */
const FEED = /<(?:rss|feed|rdf:RDF)[\s>]|"https:\/\/jsonfeed\.org\/version\//
const STYLED = /<\?xml-stylesheet/

/** Null when the settled page is no feed, or its bytes are not there. */
export async function keepFeed(session: Session): Promise<Captured | null> {
  const { page, watch, recording, signal, interventions } = session
  const response = watch.response()
  const contentType = response?.headers()['content-type'] ?? null
  if (response?.status() !== 200 || !/^(?:text|application)\/[\w.+-]*(?:xml|json)\b/i.test(contentType ?? ''))
    return null
  await recording.settled(signal)
  const finalUrl = finalUrlOf(page, watch)
  const body = recording.bodyOf(finalUrl)
  const text = body && (await readText(session, body))
  if (!text) return null
  const feed = await answerOrNothing(openWorld(session.session, FEED_READER).call('read', text))
  if (!feed) return null
  const title = feed.title || fileName(null, finalUrl)
  const shown = await showDocument(session, feedPage(title, feed))
  return {
    ...shown,
    file: {
      kind: 'feed',
      type: contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? 'application/xml',
      name: fileName(null, finalUrl),
      digest: body.digest,
      sizeBytes: body.sizeBytes,
      byline: null,
      createdAt: null,
      paragraphs: wordsOf(feed),
      html: feedReading(feed),
    },
    title,
    parts: [],
    finalUrl,
    httpStatus: 200,
    contentType,
    resources: recording.resources(),
    exchanges: exchangesOf(session),
    structure: UNKNOWN_STRUCTURE,
    interventions,
    cutShort: null,
  }
}

/** The text of what begins as a feed does. Chromium itself shows feeds as text, in a charset that it guesses. */
async function readText({ blobs }: Session, { digest, sizeBytes, contentType }: RecordedBody) {
  const bytes = sizeBytes <= MAX_FEED_BYTES ? await blobs.read(digest) : null
  if (!bytes) return null
  const [, declared] = /^<\?xml[^>]*encoding=["']([\w-]+)/.exec(bytes.toString('latin1', 0, 200)) ?? []
  const text = decodeCss(bytes, contentType ?? '', declared ?? 'utf-8')
  const head = text.slice(0, LOOKED_AT_CHARACTERS)
  return FEED.test(head) && !STYLED.test(head) ? text : null
}

function wordsOf({ description, entries }: Feed): string[] {
  const words = entries.flatMap(({ title, byline, paragraphs }) => [title, byline, ...paragraphs])
  return [description, ...words].filter(Boolean)
}
