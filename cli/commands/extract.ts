// `linkhome extract`: the article of an HTML file on standard input, with where each fact of it comes from, as JSON.
import { buffer } from 'node:stream/consumers'
import { EXTRACTOR_VERSION, type Article } from '#lib/extract/article.ts'
import { believed, type Claims } from '#lib/extract/claims.ts'
import { countParts } from '#lib/extract/count-parts.ts'
import { decodeHtml } from '#lib/extract/decode-html.ts'
import { closeExtractor, extractArticle } from '#lib/extract/extract-article.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_DOCUMENT_BYTES } from '#lib/kernel/limits.ts'
import { defineCommand, UsageError } from '../command.ts'
import { printJson } from '../print.ts'
import { USAGE } from '../usage.ts'

const NO_CLAIMS: Claims = { title: [], byline: [], publishedAt: [], siteName: [], lang: [] }

/** Standard input, up to what a page may have. */
async function readPage(): Promise<Buffer> {
  let sizeBytes = 0
  const bounded = process.stdin.map((chunk: Buffer) => {
    sizeBytes += chunk.length
    if (sizeBytes > MAX_DOCUMENT_BYTES) throw new AppError('too_large')
    return chunk
  })
  return buffer(bounded)
}

function toJson(article: Article | null, encoding: string) {
  const claims = article?.claims ?? NO_CLAIMS
  return {
    title: believed(claims.title),
    author: believed(claims.byline),
    published: believed(claims.publishedAt),
    siteName: believed(claims.siteName),
    language: believed(claims.lang),
    excerpt: article?.excerpt ?? null,
    image: article?.image ?? null,
    isArticle: article?.isArticle ?? false,
    html: article?.html ?? '',
    text: article?.text ?? '',
    code: article?.code ?? '',
    counts: countParts(article),
    candidates: {
      title: claims.title,
      author: claims.byline,
      published: claims.publishedAt,
      siteName: claims.siteName,
      language: claims.lang,
    },
    encoding,
    extractorVersion: EXTRACTOR_VERSION,
  }
}

export const command = defineCommand({
  options: { url: { type: 'string' } },
  async run({ url = '' }) {
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw new UsageError(`linkhome ${USAGE.extract}`)
    const { html, encoding } = decodeHtml(await readPage())
    const article = await extractArticle(html, url, { origin: 'file' })
    await closeExtractor()
    printJson(toJson(article, encoding))
  },
})
