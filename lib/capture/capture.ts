// What one capture yields: plain values and names of blobs, no bytes.
import type { Digest } from '#lib/kernel/digest.ts'
import type { StoredBlob } from '#lib/blobs/blob-store.ts'
import type { CaptureBudget } from '#lib/config/load-config.ts'
import type { Intervention } from '#lib/contract/intervention.ts'
import type { ErrorCode } from '#lib/kernel/errors.ts'
import type { FileKind } from './file-kind.ts'
import type { PageStructure } from './page-structure.ts'

export interface CaptureRequest {
  /** Canonical or original URL, already admitted by the address policy. */
  url: string
  budget: CaptureBudget
  /** Are consent banners answered with no? True unless said otherwise. */
  rejectsBanners?: boolean
  /** By which the waits for load and quiet are multiplied; 1 when it is left out. */
  patience?: number
  /** Is a page whose process crashed kept as it was answered? Otherwise that is an error, which is worth another try. */
  keepsAnswered?: boolean
  /** Has it a browser of its own, which nothing else can take along? For another try. */
  isAlone?: boolean
  /** With what picture and texts are compared. */
  earlier?: EarlierVersion | null
  /** Aborted from above when the worker stops; the capture then rejects with its reason. */
  signal: AbortSignal
  /** Told at each step and at most once a second while resources come in. Never awaited, never throws. */
  onStage(
    stage: 'loading' | 'settling' | 'freezing' | 'storing',
    progress: { resources: number; bytes: number },
  ): void
  /**
   * Told when the page lies in the store and its browser is no longer needed, while its picture is still being packed:
   * it can be read meanwhile. Never awaited, never throws.
   */
  onPage?(page: CapturedPage): void
}

/** What is known of a page before its picture is packed. */
export type CapturedPage = Omit<Capture, 'screenshot' | 'thumbnail' | 'blobs' | 'capturedAt'>

/** One response that the browser received, or failed to. */
export interface CapturedResource {
  url: string
  method: string
  httpStatus: number | null
  contentType: string | null
  sizeBytes: number
  digest: Digest | null
  /** Why there is no digest: an error code of ours or Chromium's net:: error. */
  failure: string | null
}

/**
 * One request as it went out and its answer, for the record. Each hop of a redirect is one; none holds a cookie or an
 * authorization.
 */
export interface CapturedExchange extends CapturedResource {
  /** Chromium's word in lower case: `document`, `stylesheet`, `image`, `xhr`, ... */
  resourceType: string
  requestHeaders: [name: string, value: string][]
  /** What a POST sent; null when nothing was, or it was no plain bytes. */
  requestBody: { digest: Digest; sizeBytes: number } | null
  statusText: string
  /** ALPN name, as `http/1.1` or `h2`. */
  protocol: string | null
  /** As the server sent them, also `Content-Encoding`; the body is kept decoded. */
  responseHeaders: [name: string, value: string][]
  /** Milliseconds since the recording began. */
  startedMs: number
  /** The address that the egress proxy connected to. */
  remoteAddress: string | null
}

/** A blob that the frozen page refers to by its digest, and the type under which replay serves it. */
export interface PagePart {
  digest: Digest
  contentType: string
  sizeBytes: number
}

export interface CapturedImage extends PagePart {
  widthPx: number
  heightPx: number
}

export interface CapturedScreenshot extends CapturedImage {
  /** Of a picture that is a patch (PATCH_TYPE of lib/pictures): the whole one that it is pasted on. */
  base: PagePart | null
  /** Hashes of the strips of the whole picture, by which a later version is compared with it. */
  strips: PagePart
}

/** An earlier version of the link: of the new one is kept what is new. */
export interface EarlierVersion {
  picture: EarlierPicture | null
  /** Its texts: of them `page`, the frozen one, and `document`, as the site answered it. */
  texts: ReadonlyMap<string, Digest>
}

export interface EarlierPicture {
  /** The whole picture that it is, or is pasted on. */
  base: PagePart
  strips: PagePart
  thumbnail: PagePart | null
}

/** A document that no browser draws: kept as the file that it is, besides a page that shows it. */
export interface CapturedFile extends Pick<PagePart, 'digest' | 'sizeBytes'> {
  kind: FileKind
  /** Without parameters, by its bytes before what the server said. */
  type: string
  name: string
  byline: string | null
  /** As the file says it, in a form of its own. */
  createdAt: string | null
  /** Its words; empty for what holds none. */
  paragraphs: string[]
  /** The same words where they have more form than paragraphs; not sanitised. */
  html: string | null
}

export interface Capture {
  /** What the link leads to when that is no page. */
  file: CapturedFile | null
  finalUrl: string
  httpStatus: number | null
  contentType: string | null
  /** `document.title` at the end, or null. */
  title: string | null
  /**
   * The frozen page: one self-contained HTML document without scripts; everything it shows is referred to by a relative
   * URL that is the digest of a part, so that it works under whatever folder replay serves it from.
   */
  page: PagePart
  parts: PagePart[]
  screenshot: CapturedScreenshot | null
  thumbnail: CapturedImage | null
  resources: CapturedResource[]
  /** The same requests in full, redirects included. */
  exchanges: CapturedExchange[]
  /** Text that a person sees on the settled page (innerText, first 200,000 characters): what the verdict looks at. */
  visibleText: string
  /** What the verdict looks at besides. */
  structure: PageStructure
  /** What ended the capture before it was whole (`timeout`, `too_large`, ...): it is kept as `partial`. */
  cutShort: ErrorCode | null
  /** What was done to the page beyond looking at it. */
  interventions: Intervention[]
  /** All blobs that this capture put, for the blob rows and for `newBytes`. */
  blobs: StoredBlob[]
  capturedAt: Date
}
