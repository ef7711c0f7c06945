// The helper that follows recipes inside a document, and loads pictures that wait for a script.
import type { Intervention } from '#lib/contract/intervention.ts'
import type { Step } from './recipes/recipe.ts'

/** How many elements were changed, by what that did. */
export interface Deed {
  what: Intervention['what']
  count: number
}

/** Makes the helper. */
export function createHand() {
  const MOST_PRESSED = 10
  const pressed = new WeakSet<Element>()

  const isSeen = (element: Element) => element.checkVisibility() && element.getClientRects().length > 0

  /** A recipe of another year may name what this browser cannot parse: then it names nothing. */
  function find(selector: string): HTMLElement[] {
    try {
      return [...document.querySelectorAll<HTMLElement>(selector)]
    } catch {
      return []
    }
  }

  function dress(element: HTMLElement, style: Record<string, string>): boolean {
    let isChanged = false
    const transition = element.style.transition
    element.style.transition = 'none'
    for (const [name, value] of Object.entries(style)) {
      const before = getComputedStyle(element).getPropertyValue(name)
      element.style.setProperty(name, value, 'important')
      if (getComputedStyle(element).getPropertyValue(name) !== before) isChanged = true
      else element.style.removeProperty(name)
    }
    element.style.transition = transition
    if (element.getAttribute('style') === '') element.removeAttribute('style')
    return isChanged
  }

  /** Does it hold more than it shows? */
  const isFolded = (element: Element) =>
    element.scrollHeight > element.clientHeight + 1 ||
    !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })

  function change(element: HTMLElement, step: Extract<Step, { open: string } | { unlock: string }>): boolean {
    const { style = {}, withoutClass = '', withoutAttribute = '' } = step
    const hasClass = withoutClass !== '' && element.classList.contains(withoutClass)
    if ('open' in step && !hasClass && !isFolded(element)) return false
    const hasAttribute = withoutAttribute !== '' && element.hasAttribute(withoutAttribute)
    if (hasClass) element.classList.remove(withoutClass)
    if (hasAttribute) element.removeAttribute(withoutAttribute)
    const computed = getComputedStyle(element)
    const isLock = ([name]: [string, string]) =>
      /none|hidden|clip|fixed/.test(computed.getPropertyValue(name))
    const wanted = 'open' in step ? style : Object.fromEntries(Object.entries(style).filter(isLock))
    return dress(element, wanted) || hasClass || hasAttribute
  }

  /** Links lead away from the page, unless they are none. */
  const leadsAway = (element: Element) =>
    /^(?!#|javascript:)./i.test(element.closest('a[href]')?.getAttribute('href') ?? '#')

  function press(selector: string): number {
    const buttons = find(selector).filter((one) => !pressed.has(one) && isSeen(one) && !leadsAway(one))
    for (const button of buttons.slice(0, MOST_PRESSED)) {
      pressed.add(button)
      button.click()
    }
    return Math.min(buttons.length, MOST_PRESSED)
  }

  function follow(step: Step): Deed {
    if ('click' in step) return { what: 'fold_opened', count: press(step.click) }
    if ('hide' in step) {
      const seen = find(step.hide).filter(isSeen)
      return { what: 'overlay_hidden', count: seen.filter((one) => dress(one, { display: 'none' })).length }
    }
    const [what, selector] =
      'open' in step ? (['fold_opened', step.open] as const) : (['lock_removed', step.unlock] as const)
    return { what, count: find(selector).filter((one) => change(one, step)).length }
  }

  /** Attributes in which sites keep the address of a picture until it comes near the screen. */
  const DEFERRED = [
    'data-src',
    'data-original',
    'data-actualsrc',
    'data-original-src',
    'data-lazy-src',
    'data-lazy',
    'data-lazyload',
    'data-echo',
    'data-real-src',
    'data-url',
  ]

  /** An address, not a number or a word that a script of the page knows. */
  const ADDRESS = /^(?:https?:)?\/\/|^\.{0,2}\/|\.(?:jpe?g|png|gif|webp|avif|svg|bmp)\b/i

  /** Does a picture show nothing, or a stand-in of a few pixels, although it is not on its way? */
  function isBlank(image: HTMLImageElement): boolean {
    if (image.getAttribute('src') === null || image.currentSrc === '') return true
    const isStandIn = /^data:|\b(?:blank|lazy|loading|placeholder|spacer|transparent|grey|gray)\b/i.test(
      image.currentSrc,
    )
    return image.complete && (isStandIn || image.naturalWidth <= 2)
  }

  function deferredAddress(element: Element): string | null {
    for (const name of DEFERRED) {
      const value = element.getAttribute(name)?.trim() ?? ''
      if (ADDRESS.test(value) && value.length < 4_000) return value
    }
    return null
  }

  return {
    /** Follows the steps in order; the deeds are those that changed something. */
    follow(steps: Step[]): Deed[] {
      const deeds = new Map<Deed['what'], number>()
      for (const { what, count } of steps.map(follow)) deeds.set(what, (deeds.get(what) ?? 0) + count)
      return [...deeds].filter(([, count]) => count > 0).map(([what, count]) => ({ what, count }))
    },

    /** Gives pictures that are still blank the address that waits beside them; returns how many there were. */
    loadDeferred(most: number): number {
      let count = 0
      for (const image of document.querySelectorAll('img')) {
        const address = deferredAddress(image)
        const set = image.getAttribute('data-srcset') ?? image.getAttribute('data-lazy-srcset')
        if (count >= most || (address === null && !set) || !isBlank(image)) continue
        if (set) image.setAttribute('srcset', set)
        if (address !== null) image.setAttribute('src', address)
        count += 1
      }
      for (const source of document.querySelectorAll('picture > source[data-srcset]:not([srcset])'))
        source.setAttribute('srcset', source.getAttribute('data-srcset') ?? '')
      for (const name of ['data-bg', 'data-background', 'data-background-image', 'data-lazy-bgimg'])
        for (const box of find(`[${name}]`)) {
          const address = box.getAttribute(name) ?? ''
          if (count >= most || !ADDRESS.test(address) || getComputedStyle(box).backgroundImage !== 'none')
            continue
          box.style.backgroundImage = `url(${JSON.stringify(address)})`
          count += 1
        }
      return count
    },
  }
}
