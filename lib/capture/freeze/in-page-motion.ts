// Runs in the page's isolated world: holds animations still and tells what they show at this moment, element by element.
import type { PageDom } from './in-page-dom.ts'
import type { StyleReader } from './in-page-styles.ts'

export interface MotionReader {
  /** Rules for a tree: nothing of it moves by time, and its pseudo-elements show what they show now; or ''. */
  rulesOf(root: Document | ShadowRoot): string
  /** Declarations that keep an element as its animations have it now; or ''. */
  styleOf(element: Element): string
  /** Attributes that `rulesOf` asks for. */
  marksOf(element: Element): Record<string, string>
  /** Attributes of SVG as they are animated now, by name. */
  drawnAs(element: Element): Map<string, string>
  /** Is this the element of an animation whose outcome is written where it is seen? */
  isTold(element: Element): boolean
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createMotionReader({ doc, rootsIn }: PageDom, styles: StyleReader): MotionReader {
  const NUMBER_MARK = 'data-linkhome-still'
  const SCROLL_MARK = 'data-linkhome-scrolling'
  const MOVING = /@(-webkit-)?keyframes|@starting-style|transition|animation/i
  const STEP_FACTS = new Set(['offset', 'computedOffset', 'easing', 'composite'])

  /** Property names by element and pseudo-element ('' for the element itself). */
  const animated = new Map<Element, Map<string, Set<string>>>()
  /** Elements that move with scrolling: they go on doing so. */
  const scrolling = new Set<Element>()
  const numbers = new Map<Element, number>()
  const drawn = new Map<Element, Map<string, string>>()
  const told = new Set<Element>()

  function hold(animation: Animation) {
    const { effect } = animation
    if (!(effect instanceof KeyframeEffect) || !effect.target) return
    if (!(animation.timeline instanceof DocumentTimeline || animation.timeline === null)) {
      scrolling.add(effect.target)
      return
    }
    if (animation.playState === 'running') {
      animation.pause()
      // Setting the time ends the wait for the next frame: what is read from now on is what is photographed later.
      const { currentTime } = animation
      animation.currentTime = currentTime
    }
    const places = animated.get(effect.target) ?? new Map<string, Set<string>>()
    const names = places.get(effect.pseudoElement ?? '') ?? new Set<string>()
    for (const frame of effect.getKeyframes()) {
      for (const name of Object.keys(frame)) if (!STEP_FACTS.has(name)) names.add(cssName(name))
    }
    if (animation instanceof CSSAnimation)
      for (const name of styles.customInKeyframes(animation.animationName)) names.add(name)
    places.set(effect.pseudoElement ?? '', names)
    animated.set(effect.target, places)
  }

  function cssName(name: string): string {
    if (name === 'cssFloat') return 'float'
    if (name === 'cssOffset') return 'offset'
    return name.startsWith('--') ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  }

  function declarations(element: Element, pseudoElement: string, names: Set<string>): string {
    const style = getComputedStyle(element, pseudoElement || null)
    return [...names]
      .filter((name) => style.getPropertyValue(name) !== '')
      .map((name) => `;${name}:${style.getPropertyValue(name)}!important`)
      .join('')
  }

  // SMIL: the value that is drawn lies in the DOM (`animVal`) or in the computed style.
  function readDrawing(animation: SVGAnimationElement) {
    const target = animation.targetElement
    const name = animation.getAttribute('attributeName') ?? ''
    if (!target || name === '' || /href$|^on|^style$|^class$/i.test(name)) return
    const value = animation instanceof SVGAnimateMotionElement ? null : drawnValue(target, name)
    if (value === null) return
    const values = drawn.get(target) ?? new Map<string, string>()
    values.set(name, value)
    drawn.set(target, values)
    told.add(animation)
  }

  function drawnValue(target: SVGElement, name: string): string | null {
    const live: unknown = Reflect.get(target, name === 'class' ? 'className' : name)
    if (live instanceof SVGAnimatedLength) return live.animVal.valueAsString
    if (live instanceof SVGAnimatedNumber || live instanceof SVGAnimatedInteger) return String(live.animVal)
    if (live instanceof SVGAnimatedString) return live.animVal
    if (live instanceof SVGAnimatedTransformList) {
      const moved = matrixOf(live.animVal)
      return moved && `matrix(${[moved.a, moved.b, moved.c, moved.d, moved.e, moved.f].join(' ')})`
    }
    if (live instanceof SVGAnimatedRect && live.animVal) {
      const { x, y, width, height } = live.animVal
      return [x, y, width, height].join(' ')
    }
    if (name === 'points' && 'animatedPoints' in target) {
      const points = Reflect.get(target, 'animatedPoints')
      return points instanceof SVGPointList ? [...points].map(({ x, y }) => `${x},${y}`).join(' ') : null
    }
    const value = getComputedStyle(target).getPropertyValue(name)
    return value === '' ? null : (/^path\("(.*)"\)$/.exec(value)?.[1] ?? value)
  }

  // Consolidating the list would change it.
  function matrixOf(list: SVGTransformList): DOMMatrix | null {
    let all = new DOMMatrix()
    for (const { matrix } of list) {
      all = all.multiply(new DOMMatrix([matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f]))
    }
    return all
  }

  for (const root of rootsIn(doc)) for (const animation of root.getAnimations()) hold(animation)
  // Numbers in the order of the document: the same page has the same ones each time.
  for (const root of rootsIn(doc)) {
    for (const element of root.querySelectorAll('*')) {
      const places = animated.get(element)
      if (places && [...places.keys()].some((place) => place !== '')) numbers.set(element, numbers.size)
      if (element instanceof SVGSVGElement && element.ownerSVGElement === null) element.pauseAnimations()
      if (element instanceof SVGAnimationElement) readDrawing(element)
    }
  }

  return {
    rulesOf(root) {
      const here = [...numbers].filter(
        ([element]) => element.getRootNode() === root || (root === doc && element.getRootNode() === document),
      )
      if (here.length === 0 && !styles.says(root, MOVING)) return ''
      const still = `:not([${SCROLL_MARK}])`
      const all = ['', '::before', '::after', '::marker', '::backdrop'].map((place) => `${still}${place}`)
      const rules = here.flatMap(([element, number]) =>
        [...(animated.get(element) ?? [])]
          .filter(([place]) => place !== '')
          .map(
            ([place, names]) =>
              `[${NUMBER_MARK}="${number}"]${place}{${declarations(element, place, names).slice(1)}}`,
          ),
      )
      return `${all.join()}{animation:none!important;transition:none!important}${rules.join('')}`
    },
    styleOf(element) {
      const names = animated.get(element)?.get('')
      return names ? declarations(element, '', names) : ''
    },
    marksOf(element) {
      const marks: Record<string, string> = {}
      const number = numbers.get(element)
      if (number !== undefined) marks[NUMBER_MARK] = String(number)
      if (scrolling.has(element)) marks[SCROLL_MARK] = ''
      return marks
    },
    drawnAs: (element) => drawn.get(element) ?? new Map(),
    isTold: (element) => told.has(element),
  }
}
