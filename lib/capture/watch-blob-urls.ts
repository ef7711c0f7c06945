// Hears of blob: URLs, of which Playwright says nothing while it answers for the password of a proxy (1.65, measured).
import type { BrowserContext, Page } from 'playwright'

export interface BlobUrlAnswer {
  /** `blob:<origin>/<uuid>`; the page may have revoked it by now. */
  url: string
  contentType: string | null
  /** The bytes; null when the document was left and nothing shows them any more. */
  read(): Promise<Buffer | null>
}

/**
 * Tells of each blob: URL that the page's own process has read to its end, through an inspector session of its own.
 * What is longer than `maxBytes` is left out. Frames of other processes are not heard.
 */
export async function watchBlobUrls(
  context: BrowserContext,
  page: Page,
  { maxBytes, onAnswer }: { maxBytes: number; onAnswer(answer: BlobUrlAnswer): void },
): Promise<void> {
  const session = await context.newCDPSession(page)
  const waiting = new Map<string, { url: string; contentType: string | null }>()
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.url.startsWith('blob:'))
      waiting.set(requestId, { url: response.url, contentType: response.mimeType || null })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const facts = waiting.get(requestId)
    waiting.delete(requestId)
    if (!facts || encodedDataLength > maxBytes) return
    const read = async () => {
      const answer = await session.send('Network.getResponseBody', { requestId }).catch(() => null)
      return answer && Buffer.from(answer.body, answer.base64Encoded ? 'base64' : 'utf8')
    }
    onAnswer({ ...facts, read })
  })
  await session.send('Network.enable')
}
