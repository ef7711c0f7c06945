// What a browser would bring home from a page, with its blobs in the store: for tests that are not about browsers.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { UNKNOWN_STRUCTURE } from '#lib/capture/page-structure.ts'
import type { Capture, CaptureRequest, CapturedExchange } from '#lib/capture/capture.ts'

const paragraph = '<p>链接之家把网页保存下来,让它们在原来的地址消失之后仍然可以阅读。</p>'

/** One document that was kept and one picture that was lost; `facts` replace what is said of it. */
export async function broughtCapture(
  blobs: BlobStore,
  request: CaptureRequest,
  facts: Partial<Capture> = {},
): Promise<Capture> {
  const html = `<!doctype html><html lang="zh-CN"><head><title>快照</title></head><body><article><h1>快照</h1>${paragraph.repeat(9)}</article></body></html>`
  const blob = await blobs.put(html, { contentType: 'text/html' })
  request.onStage('loading', { resources: 1, bytes: blob.sizeBytes })
  request.onStage('storing', { resources: 1, bytes: blob.sizeBytes })
  const kept = {
    url: request.url,
    method: 'GET',
    httpStatus: 200,
    contentType: 'text/html',
    sizeBytes: blob.sizeBytes,
    digest: blob.digest,
    failure: null,
  }
  const lost = {
    url: `${request.url}/lost.png`,
    method: 'GET',
    httpStatus: null,
    contentType: null,
    sizeBytes: 0,
    digest: null,
    failure: 'net::ERR_FAILED',
  }
  const exchangeOf = (resource: typeof kept | typeof lost, resourceType: string): CapturedExchange => ({
    ...resource,
    resourceType,
    requestHeaders: [],
    requestBody: null,
    statusText: '',
    protocol: null,
    responseHeaders: [],
    startedMs: 0,
    remoteAddress: null,
  })
  return {
    finalUrl: request.url,
    httpStatus: 200,
    contentType: 'text/html',
    title: '快照',
    page: { digest: blob.digest, contentType: 'text/html; charset=utf-8', sizeBytes: blob.sizeBytes },
    parts: [],
    screenshot: null,
    thumbnail: null,
    resources: [kept, lost],
    exchanges: [exchangeOf(kept, 'document'), exchangeOf(lost, 'image')],
    visibleText: '快照 '.repeat(200),
    file: null,
    structure: UNKNOWN_STRUCTURE,
    interventions: [{ kind: 'consent', rule: 'Onetrust', what: 'banner_rejected', count: 1 }],
    cutShort: null,
    blobs: [blob],
    capturedAt: new Date(),
    ...facts,
  }
}
