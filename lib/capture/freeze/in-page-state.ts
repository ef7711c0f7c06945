// Runs in the page's isolated world: reads what a page shows but its attributes do not say: forms, states, layers, focus.
import type { PageDom } from './in-page-dom.ts'
import type { StyleReader } from './in-page-styles.ts'

export interface StateReader {
  /** Attributes of a form control as they stand now; null removes one. */
  formState(element: Element): Record<string, string | null>
  /** Text of a control whose content is its value (`textarea`), else null. */
  formText(element: Element): string | null
  /** Declarations for what no rule of the frozen page would say: focus, a canvas's box, a place in the top layer; or ''. */
  stateStyle(element: Element): string
  /** Notes what is focused, in the top layer or in another state of scripts; to be called before a tree's elements are asked about. */
  enter(root: Document | ShadowRoot): void
  /** The `z-index` that stands for a place in the top layer (`showModal`, `showPopover`); null outside of it. */
  levelOf(element: Element): number | null
  /** Attributes that stand for states which only scripts, people or addresses bring about. */
  marksOf(element: Element): Record<string, string>
  /** The name of a slot, and of what a script assigned to it by hand; null where markup says it. */
  slotOf(node: Node): string | null
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createStateReader({ readable }: PageDom, styles: StyleReader): StateReader {
  const focused = new Set<Element>()
  const layers = new Map<Element, number>()
  const marks = new Map<Element, Record<string, string>>()
  const slots = new Map<Node, string>()

  const SECRET_INPUTS = new Set(['password', 'hidden', 'file'])
  const CHECKED_INPUTS = new Set(['checkbox', 'radio'])
  const PLAIN_INPUTS = new Set(['submit', 'reset', 'button', 'image', 'checkbox', 'radio'])
  /** Highest of what CSS takes; layers need two each, one for their backdrop. */
  const TOP_Z_INDEX = 2_147_483_000
  /** Selectors and the attributes that say the same, as css-references.ts writes them. */
  const STATES = [
    [':popover-open', 'data-linkhome-popover'],
    [':modal', 'data-linkhome-modal'],
    [':target', 'data-linkhome-target'],
    [':indeterminate', 'data-linkhome-indeterminate'],
    [':user-invalid', 'data-linkhome-user-invalid'],
    [':user-valid', 'data-linkhome-user-valid'],
  ] as const

  function mark(element: Element, name: string, value = '') {
    marks.set(element, { ...marks.get(element), [name]: value })
  }

  // What is invalid because a script said so would be valid again, and with it the form around it.
  function markInvalid(root: Document | ShadowRoot) {
    const isByScript = (element: Element) =>
      element.localName.includes('-') ||
      ('validity' in element && element.validity instanceof ValidityState && element.validity.customError)
    for (const element of root.querySelectorAll(':invalid')) {
      if (element instanceof HTMLFormElement || !isByScript(element)) continue
      mark(element, 'data-linkhome-invalid')
      for (let at = readable(element).parentElement; at; at = readable(at).parentElement) {
        if (at instanceof HTMLFormElement || at instanceof HTMLFieldSetElement)
          mark(at, 'data-linkhome-invalid')
      }
    }
  }

  function markCustomStates(root: Document | ShadowRoot) {
    const names = [...styles.stateNames()]
    if (names.length === 0) return
    for (const element of root.querySelectorAll('*')) {
      if (!element.localName.includes('-')) continue
      const held = names.filter((name) => element.matches(`:state(${name})`))
      if (held.length > 0) mark(element, 'data-linkhome-state', held.join(' '))
    }
  }

  // Declared shadow trees know slots by name only.
  function nameSlots(root: ShadowRoot) {
    for (const slot of root.querySelectorAll('slot')) {
      const name = `linkhome-${slots.size}`
      slots.set(slot, name)
      for (const node of slot.assignedNodes()) slots.set(node, name)
    }
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

  function levelOf(element: Element): number | null {
    const layer = layers.get(element)
    return layer === undefined ? null : TOP_Z_INDEX + 2 * layer
  }

  // The browser draws the dash in the box for scripts only: its photograph takes the place of the control.
  function halfChosenBox(element: Element): string {
    if (!(element instanceof HTMLInputElement && element.type === 'checkbox' && element.indeterminate))
      return ''
    const { appearance, width, height, verticalAlign, marginBottom } = getComputedStyle(element)
    if (appearance === 'none') return ''
    // A control stands on the line with its border, a plain box with its margin.
    const lowered = verticalAlign === 'baseline' ? `vertical-align:-${marginBottom}!important;` : ''
    return `;appearance:none!important;${lowered}width:${width}!important;height:${height}!important;border:0!important;padding:0!important`
  }

  // What a popover is tied to is known to its button alone; where that put it can be said.
  function layerStyle(element: Element): string {
    const zIndex = levelOf(element)
    if (zIndex === null) return ''
    const level = `;z-index:${zIndex}!important`
    const { positionArea, width, height } = getComputedStyle(element) as CSSStyleDeclaration & {
      positionArea?: string
    }
    if (positionArea === undefined || positionArea === 'none') return level
    const { left, top } = element.getBoundingClientRect()
    return `${level};position:fixed!important;position-area:none!important;inset:auto!important;left:${left}px!important;top:${top}px!important;margin:0!important;width:${width}!important;height:${height}!important`
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
    stateStyle: (element) =>
      focusStyle(element) + canvasBox(element) + halfChosenBox(element) + layerStyle(element),
    enter(root) {
      // One question for a whole tree: pages have a hundred thousand elements, and one of them has the focus.
      for (const element of root.querySelectorAll(':focus-visible')) focused.add(element)
      for (const [selector, name] of STATES) {
        for (const element of root.querySelectorAll(selector)) mark(element, name)
      }
      for (const element of root.querySelectorAll(':popover-open, :modal'))
        layers.set(element, layers.size + 1)
      markInvalid(root)
      markCustomStates(root)
      if (root instanceof ShadowRoot && root.slotAssignment === 'manual') nameSlots(root)
    },
    levelOf,
    marksOf: (element) => marks.get(element) ?? {},
    slotOf: (node) => slots.get(node) ?? null,
  }
}
