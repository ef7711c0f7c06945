// Gathers the parts of a frozen page: turns addresses and pixels into names of blobs, each blob listed once.
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import type { PagePart } from '../capture.ts'
import type { Recording } from '../record-responses.ts'
import { partType } from '#lib/contract/part-types.ts'

/** What stands for something that is not there: an address that nobody is asked for. */
export const NOTHING = 'data:,'

export interface PartCollector {
  /** Relative address of what a recorded URL showed (a digest, with the fragment kept), or null when nothing was kept. */
  referenceTo(url: string): string | null
  /** Stores bytes made here (rewritten CSS, pixels) and names them. */
  add(bytes: Uint8Array | string, contentType: string): Promise<Digest>
  /** `data:` pictures become parts, so that documents stay small. */
  addDataUrl(url: string): Promise<Digest | null>
  /** Is the body recorded for this URL a part already? */
  isListed(url: string): boolean
  parts(): PagePart[]
}

export function collectParts(recording: Recording, put: PutBlob): PartCollector {
  const parts = new Map<Digest, PagePart>()
  const list = (part: PagePart) => {
    if (!parts.has(part.digest)) parts.set(part.digest, part)
    return part.digest
  }

  async function add(bytes: Uint8Array | string, contentType: string): Promise<Digest> {
    const { digest, sizeBytes } = await put(bytes, { contentType })
    return list({ digest, contentType, sizeBytes })
  }

  return {
    referenceTo(url) {
      if (url.startsWith('data:'))
        return /^data:(image|font|audio|video|application)\//i.test(url) ? url : null
      const body = recording.bodyOf(url)
      if (!body) return null
      const fragment = url.includes('#') ? url.slice(url.indexOf('#')) : ''
      list({ digest: body.digest, contentType: partType(body.contentType), sizeBytes: body.sizeBytes })
      return body.digest + fragment
    },
    add,
    async addDataUrl(url) {
      const [, type = '', base64 = ''] = /^data:([\w+/.-]+);base64,(.*)$/s.exec(url) ?? []
      return base64 === '' ? null : add(Buffer.from(base64, 'base64'), partType(type))
    },
    isListed: (url) => parts.has(recording.bodyOf(url)?.digest ?? ''),
    parts: () => [...parts.values()],
  }
}
