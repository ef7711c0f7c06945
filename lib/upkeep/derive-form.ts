// Makes a form of a version again from its other bytes, after its own were lost.
import type { BlobStore, StoredBlob } from '#lib/blobs/blob-store.ts'
import { readPicture } from '#lib/archive/read-picture.ts'
import { makeThumbnail } from '#lib/capture/keep-picture.ts'
import { PICTURE_TYPE } from '#lib/pictures/picture-types.ts'
import type { KeptVersion } from '#lib/db/lost-bytes.ts'
import type { NewArtifact } from '#lib/db/resources.ts'
import { EXTRACTOR_VERSION } from '#lib/extract/article.ts'
import { extractArticle } from '#lib/extract/extract-article.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { toAppError } from '#lib/kernel/errors.ts'

export interface DerivedForm {
  artifact: NewArtifact
  blob: StoredBlob
  makerVersion: number | null
}

type Blobs = Pick<BlobStore, 'read' | 'put'>

/** Null when it cannot be made from what is left: `lost` is what must not be used. */
export async function deriveForm(
  blobs: Blobs,
  version: KeptVersion,
  kind: string,
  lost: Digest,
): Promise<DerivedForm | null> {
  const find = (wanted: string) =>
    version.artifacts.find((one) => one.kind === wanted && one.digest !== lost) ?? null
  switch (kind) {
    case 'thumbnail': {
      const screenshot = find('screenshot')
      const picture = screenshot && (await orLost(readPicture(blobs, screenshot)))
      const small = picture && (await orLost(makeThumbnail(picture)))
      return small && keep(blobs, kind, small, PICTURE_TYPE, null)
    }
    case 'text':
    case 'article': {
      const article = await readAgain(blobs, version, find)
      if (article && kind === 'article')
        return keep(blobs, kind, article.html, 'text/html; charset=utf-8', EXTRACTOR_VERSION)
      if (kind === 'article') return null
      const visible = find('visible')
      // A page without an article is found by the words that were seen on it.
      const text = article?.text ?? (visible && (await orLost(blobs.read(visible.digest))))
      return text
        ? keep(blobs, kind, text, 'text/plain; charset=utf-8', article ? EXTRACTOR_VERSION : null)
        : null
    }
    default:
      return null
  }
}

async function readAgain(
  blobs: Blobs,
  { url, finalUrl }: KeptVersion,
  find: (kind: string) => { digest: Digest } | null,
) {
  const page = find('page')
  // The words of a file are its own; the page that shows it holds none of them.
  const html = page && !find('file') ? await orLost(blobs.read(page.digest)) : null
  return html && extractArticle(html.toString(), finalUrl ?? url)
}

async function keep(
  blobs: Blobs,
  kind: string,
  content: Buffer | string,
  contentType: string,
  makerVersion: number | null,
): Promise<DerivedForm> {
  const blob = await blobs.put(content, { contentType })
  const { digest, sizeBytes } = blob
  return { artifact: { kind, digest, sizeBytes, contentType }, blob, makerVersion }
}

/** What else is damaged is reported by itself. */
async function orLost<T>(work: Promise<T | null>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (toAppError(error).code === 'blob_damaged') return null
    throw error
  }
}
