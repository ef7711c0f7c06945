// Joins the kept article and the writer of Markdown.
import { readBlob, type FrozenSource } from '#lib/archive/frozen-source.ts'

/** The article as Markdown, in one piece: it is as long as what somebody wrote. */
export async function* makeMarkdown(source: FrozenSource): AsyncGenerator<Uint8Array> {
  if (source.article === null) return
  // Few ask for it, and everybody would wait until a parser of HTML is loaded.
  const { articleMarkdown } = await import('#lib/extract/markdown.ts')
  const html = (await readBlob(source, source.article)).toString('utf8')
  yield Buffer.from(
    articleMarkdown(html, { ...source, addressOf: (name) => source.addresses.get(name) ?? null }),
  )
}
