// Runs in the page's isolated world: tells which of its candidates a picture shows, and how large that makes it.
import type { PageDom } from './in-page-dom.ts'

export interface PictureReader {
  /** The density of the candidate that the browser chose from `srcset`, 1 without one. */
  densityOf(image: HTMLImageElement): number
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createPictureReader({ absolute }: PageDom): PictureReader {
  // The candidates of `srcset`, word by word: a comma ends one, also when no space follows it.
  function candidatesOf(srcset: string): { address: string; descriptor: string }[] {
    const words = srcset.split(/\s+/)
    const candidates: { address: string; descriptor: string }[] = []
    for (let word = words.shift(); word !== undefined; word = words.shift()) {
      const address = word.replace(/^,+/, '')
      if (address === '') continue
      if (address.endsWith(',')) {
        candidates.push({ address: address.slice(0, -1), descriptor: '' })
        continue
      }
      const [descriptor = '', ...next] = (words.shift() ?? '').split(',')
      if (next.join('') !== '') words.unshift(next.join(','))
      candidates.push({ address, descriptor })
    }
    return candidates
  }

  return {
    densityOf(image) {
      const sources = [image, ...(image.closest('picture')?.querySelectorAll('source') ?? [])]
      for (const source of sources) {
        for (const { address, descriptor } of candidatesOf(source.getAttribute('srcset') ?? '')) {
          if (absolute(address) !== image.currentSrc || image.naturalWidth === 0) continue
          const amount = Number.parseFloat(descriptor)
          if (!(amount > 0)) return 1
          return descriptor.endsWith('w') ? amount / image.naturalWidth : amount
        }
      }
      return 1
    },
  }
}
