// Runs in the page's isolated world: reads what a page shows but its attributes do not say (forms, pixels, animations).
import type { Pixels } from './pieces.ts'

export interface StateReader {
  /** Attributes of a form control as they stand now; null removes one. */
  formState(element: Element): Record<string, string | null>
  /** Text of a control whose content is its value (`textarea`), else null. */
  formText(element: Element): string | null
  /** Declarations for what no rule of the frozen page would say: script animations, focus, a canvas's box; or ''. */
  stateStyle(element: Element): string
  /** Notes what is focused or in the top layer of a tree; to be called before its elements are asked about. */
  enter(root: Document | ShadowRoot): void
  /** Attribute that stands for a place in the top layer (`showModal`, `showPopover`), or null. */
  topLayerMark(element: Element): 'data-linkhome-modal' | 'data-linkhome-popover' | null
  /** What a canvas shows; null when it shows nothing. */
  canvasPixels(canvas: HTMLCanvasElement): Pixels | null
  /** The frame that a video shows; null when it shows none. */
  videoPixels(video: HTMLVideoElement): Pixels | null
  /** The density of the candidate that the browser chose from `srcset`, 1 without one. */
  imageDensity(image: HTMLImageElement): number
  elementAt(index: number): Element | undefined
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createStateReader(): StateReader {
  const photographed: Element[] = []
  const animated = new Map<Element, Set<string>>()
  const focused = new Set<Element>()
  const inTopLayer = new Map<Element, 'data-linkhome-modal' | 'data-linkhome-popover'>()

  const SECRET_INPUTS = new Set(['password', 'hidden', 'file'])
  const CHECKED_INPUTS = new Set(['checkbox', 'radio'])
  const PLAIN_INPUTS = new Set(['submit', 'reset', 'button', 'image', 'checkbox', 'radio'])

  for (const animation of document.getAnimations()) {
    const effect = animation.effect
    const isOfStyleSheet = animation instanceof CSSAnimation || animation instanceof CSSTransition
    if (isOfStyleSheet || !(effect instanceof KeyframeEffect) || !effect.target || effect.pseudoElement)
      continue
    const names = animated.get(effect.target) ?? new Set<string>()
    for (const frame of effect.getKeyframes()) {
      for (const name of Object.keys(frame)) names.add(name)
    }
    animated.set(effect.target, names)
  }

  function pixelsOf(element: Element, dataUrl: string | null): Pixels {
    photographed.push(element)
    return { element: photographed.length - 1, dataUrl }
  }

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

  function animatedStyle(element: Element): string {
    const names = animated.get(element)
    if (!names) return ''
    const style = getComputedStyle(element)
    return [...names]
      .map((name) =>
        name === 'cssFloat' ? 'float' : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      )
      .filter((name) => style.getPropertyValue(name) !== '')
      .map((name) => `;${name}:${style.getPropertyValue(name)}!important`)
      .join('')
  }

  // Nothing in a frozen page has the focus; what is left of it is the ring.
  function focusStyle(element: Element): string {
    if (!focused.has(element)) return ''
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element)
    return `;outline:${outlineWidth} ${outlineStyle} ${outlineColor};outline-offset:${outlineOffset}`
  }

  // Without scripts browsers lay a canvas out as if it were plain text.
  function canvasBox(element: Element): string {
    if (!(element instanceof HTMLCanvasElement)) return ''
    const { display, width, height } = getComputedStyle(element)
    if (display === 'none') return ''
    return `;display:${display === 'inline' ? 'inline-block' : display}!important;width:${width};height:${height}`
  }

  // Throws for a tainted canvas: the caller photographs it then.
  function isBlank(canvas: HTMLCanvasElement, dataUrl: string): boolean {
    const empty = document.createElement('canvas')
    empty.width = canvas.width
    empty.height = canvas.height
    return empty.toDataURL() === dataUrl
  }

  return {
    formState(element): Record<string, string | null> {
      if (element instanceof HTMLInputElement) {
        if (SECRET_INPUTS.has(element.type)) return { value: null }
        if (CHECKED_INPUTS.has(element.type)) return { checked: element.checked ? '' : null }
        return PLAIN_INPUTS.has(element.type) ? {} : { value: element.value }
      }
      if (element instanceof HTMLOptionElement) return { selected: element.selected ? '' : null }
      return {}
    },
    formText(element) {
      return element instanceof HTMLTextAreaElement ? element.value : null
    },
    stateStyle: (element) => animatedStyle(element) + focusStyle(element) + canvasBox(element),
    enter(root) {
      // One question for a whole tree: pages have a hundred thousand elements, and one of them has the focus.
      for (const element of root.querySelectorAll(':focus-visible')) focused.add(element)
      for (const element of root.querySelectorAll(':popover-open'))
        inTopLayer.set(element, 'data-linkhome-popover')
      for (const element of root.querySelectorAll(':modal')) inTopLayer.set(element, 'data-linkhome-modal')
    },
    topLayerMark: (element) => inTopLayer.get(element) ?? null,
    canvasPixels(canvas) {
      if (canvas.width === 0 || canvas.height === 0) return null
      try {
        const dataUrl = canvas.toDataURL('image/png')
        if (!isBlank(canvas, dataUrl)) return pixelsOf(canvas, dataUrl)
        // A plain 2D canvas without a drop of colour is empty; WebGL, worker and bitmap canvases only read as empty.
        return canvas.getContext('2d') ? null : pixelsOf(canvas, null)
      } catch {
        return pixelsOf(canvas, null)
      }
    },
    videoPixels(video) {
      if (video.videoWidth === 0 || video.readyState < 2) return null
      try {
        const canvas = document.createElement('canvas')
        canvas.width = video.videoWidth
        canvas.height = video.videoHeight
        canvas.getContext('2d')?.drawImage(video, 0, 0)
        return pixelsOf(video, canvas.toDataURL('image/webp', 0.9))
      } catch {
        return pixelsOf(video, null)
      }
    },
    imageDensity(image) {
      const sources = [image, ...(image.closest('picture')?.querySelectorAll('source') ?? [])]
      for (const source of sources) {
        for (const { address, descriptor } of candidatesOf(source.getAttribute('srcset') ?? '')) {
          const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).href : null
          if (url !== image.currentSrc || image.naturalWidth === 0) continue
          const amount = Number.parseFloat(descriptor)
          if (!(amount > 0)) return 1
          return descriptor.endsWith('w') ? amount / image.naturalWidth : amount
        }
      }
      return 1
    },
    elementAt: (index) => photographed[index],
  }
}
