// Runs in the page's isolated world: reads the pixels of what has no markup, or lays it bare so that it can be photographed.
import type { Pixels } from './pieces.ts'

export interface PixelReader {
  /** What an element shows that only pixels can say; null when its markup says all. */
  pixelsOf(element: Element): Pixels | null
  /** The frame that a video shows; null when it shows none. */
  videoPixels(video: HTMLVideoElement): Pixels | null
  elementAt(index: number): Element | undefined
  /** Makes element `index` as it should be photographed; `cover` takes that back. */
  bare(index: number): void
  cover(index: number): void
}

/**
 * Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types.
 *
 * @param mayPaint  some sheet uses paint worklets: every element may have a painted background
 */
export function createPixelReader(mayPaint: boolean): PixelReader {
  /** Up to here a frame without loss is no larger than a photograph of a page. */
  const SMALL_FILM_PX = 200_000
  const photographed: { element: Element; mode: 'box' | 'alone' | 'ground'; undo: (() => void)[] }[] = []

  function pixels(element: Element, dataUrl: string | null, mode: 'box' | 'alone' | 'ground'): Pixels {
    photographed.push({ element, mode, undo: [] })
    const area = mode === 'ground' ? 'padding' : 'content'
    return { element: photographed.length - 1, dataUrl, area }
  }

  // Throws for a tainted canvas: the caller photographs it then.
  function isBlank(canvas: HTMLCanvasElement, dataUrl: string): boolean {
    const empty = document.createElement('canvas')
    empty.width = canvas.width
    empty.height = canvas.height
    return empty.toDataURL() === dataUrl
  }

  function canvasPixels(canvas: HTMLCanvasElement): Pixels | null {
    if (canvas.width === 0 || canvas.height === 0) return null
    try {
      const dataUrl = canvas.toDataURL('image/png')
      if (!isBlank(canvas, dataUrl)) return pixels(canvas, dataUrl, 'alone')
      // A plain 2D canvas without a drop of colour is empty; WebGL, worker and bitmap canvases only read as empty.
      return canvas.getContext('2d') ? null : pixels(canvas, null, 'alone')
    } catch {
      return pixels(canvas, null, 'alone')
    }
  }

  function isPainted(element: Element): boolean {
    return mayPaint && /\bpaint\(/.test(getComputedStyle(element).backgroundImage)
  }

  /** Nothing turns it and nothing lies over it: a photograph of its place is a photograph of it. */
  function isUncovered(element: Element): boolean {
    const { left, top, width, height } = element.getBoundingClientRect()
    const root = element.getRootNode()
    if (!(root instanceof Document || root instanceof ShadowRoot)) return false
    for (const x of [0.1, 0.5, 0.9]) {
      for (const y of [0.1, 0.5, 0.9]) {
        if (root.elementFromPoint(left + width * x, top + height * y) !== element) return false
      }
    }
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { transform, rotate, opacity, filter } = getComputedStyle(at)
      if (transform !== 'none' || rotate !== 'none' || opacity !== '1' || filter !== 'none') return false
    }
    return true
  }

  function change(index: number, element: Element, name: string, value: string | null) {
    const before = element.getAttribute(name)
    photographed[index]?.undo.unshift(() => {
      if (before === null) element.removeAttribute(name)
      else element.setAttribute(name, before)
    })
    if (value === null) element.removeAttribute(name)
    else element.setAttribute(name, value)
  }

  // The top layer is above everything, and neither cut nor turned by what the element lies in.
  function raise(index: number, element: HTMLElement) {
    const { width, height, paddingLeft, paddingRight, paddingTop, paddingBottom, objectFit, objectPosition } =
      getComputedStyle(element)
    const isBorderBox = getComputedStyle(element).boxSizing === 'border-box'
    const less = (size: string, one: string, other: string) =>
      `${Number.parseFloat(size) - (isBorderBox ? Number.parseFloat(one) + Number.parseFloat(other) : 0)}px`
    const box = `width:${less(width, paddingLeft, paddingRight)};height:${less(height, paddingTop, paddingBottom)}`
    change(index, element, 'popover', 'manual')
    change(
      index,
      element,
      'style',
      `all:initial!important;display:block!important;position:fixed!important;inset:0 auto auto 0!important;${box};object-fit:${objectFit};object-position:${objectPosition}`.replaceAll(
        /(?<!important)(;|$)/g,
        '!important$1',
      ),
    )
    element.showPopover()
  }

  // What lies on a painted ground is made clear; the boxes keep their sizes.
  function clear(index: number, element: Element) {
    for (const child of element.querySelectorAll('*'))
      change(index, child, 'style', `${child.getAttribute('style') ?? ''};visibility:hidden!important`)
    const own = element.getAttribute('style') ?? ''
    change(
      index,
      element,
      'style',
      `${own};color:transparent!important;text-shadow:none!important;transition:none!important`,
    )
  }

  return {
    pixelsOf(element) {
      if (element instanceof HTMLCanvasElement) return canvasPixels(element)
      if (element instanceof HTMLInputElement && element.type === 'checkbox' && element.indeterminate)
        return getComputedStyle(element).appearance === 'none' ? null : pixels(element, null, 'box')
      return isPainted(element) ? pixels(element, null, 'ground') : null
    },
    videoPixels(video) {
      if (video.videoWidth === 0 || video.readyState < 2) return null
      video.pause()
      try {
        const canvas = document.createElement('canvas')
        canvas.width = video.videoWidth
        canvas.height = video.videoHeight
        canvas.getContext('2d')?.drawImage(video, 0, 0)
        const isSmall = canvas.width * canvas.height <= SMALL_FILM_PX
        return pixels(video, canvas.toDataURL(isSmall ? 'image/png' : 'image/webp', 0.9), 'alone')
      } catch {
        return pixels(video, null, 'alone')
      }
    },
    elementAt: (index) => photographed[index]?.element,
    bare(index) {
      const { element, mode } = photographed[index] ?? {}
      if (!element) return
      if (mode === 'ground') clear(index, element)
      else if (mode === 'alone' && element instanceof HTMLElement && !isUncovered(element))
        raise(index, element)
    },
    cover(index) {
      const { element, undo } = photographed[index] ?? {}
      if (element instanceof HTMLElement && element.popover !== null && undo?.length) element.hidePopover()
      for (const step of undo?.splice(0) ?? []) step()
    },
  }
}
