// Runs in the page's isolated world: tells which style rules count right now, and whether their source text still says so.
import type { PageDom } from './in-page-dom.ts'

/** A font that a script made, without a rule that says where it came from. */
export interface ScriptedFont {
  descriptors: string
}

export interface StyleReader {
  /** URLs of linked sheets: Node sends their recorded texts to `useSources`. */
  linkedUrls(roots: (Document | ShadowRoot)[]): string[]
  useSources(textByUrl: Record<string, string>): void
  /** Text of a `style` element; null when it does not count. */
  ofStyleElement(element: HTMLStyleElement | SVGStyleElement): string | null
  /** What a `link` stands for: null when it does not count; `css` null when the recorded bytes are still true. */
  ofLinkElement(element: HTMLLinkElement): { css: string | null; base: string } | null
  /** Texts of the sheets that no element stands for: adopted by a script or named by an XML instruction, in their order. */
  withoutElement(root: Document | ShadowRoot): { css: string; media: string; base: string }[]
  /** Does any sheet of this tree say this? */
  says(root: Document | ShadowRoot, pattern: RegExp): boolean
  /** Custom properties that the keyframes of this name change: animations do not tell of them (Chromium 156). */
  customInKeyframes(name: string): Set<string>
  /** Names of custom states that rules ask for. */
  stateNames(): Set<string>
  /** Fonts that no rule stands for, in the order in which they were added. */
  scriptedFonts(): ScriptedFont[]
}

/**
 * Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types.
 *
 * @param isFrame  this is the document of a frame, which will be one in `srcdoc`
 */
export function createStyleReader({ doc, rootsIn }: PageDom, isFrame: boolean): StyleReader {
  let sources: Record<string, string> = {}
  const texts = new Map<CSSStyleSheet, string>()
  const names = new Set<string>()
  let areNamesRead = false

  // Reading the rules of a sheet from another origin throws: such a sheet cannot have been edited by the page either.
  function rulesOf(sheet: CSSStyleSheet): CSSRule[] | null {
    try {
      return [...sheet.cssRules]
    } catch {
      return null
    }
  }

  function textOfRules(rules: CSSRule[]): string {
    return rules.map((rule) => rule.cssText).join('\n')
  }

  /** All that a sheet and its imports say, however it came: for looking into, not for writing. */
  function textOf(sheet: CSSStyleSheet): string {
    const known = texts.get(sheet)
    if (known !== undefined) return known
    texts.set(sheet, '')
    const rules = rulesOf(sheet)
    const imported = (rules ?? []).map((rule) =>
      rule instanceof CSSImportRule && rule.styleSheet ? textOf(rule.styleSheet) : '',
    )
    const text = (rules ? textOfRules(rules) : (sources[sheet.href ?? ''] ?? '')) + imported.join('\n')
    texts.set(sheet, text)
    return text
  }

  const sheetsOf = (root: Document | ShadowRoot) => [...root.styleSheets, ...root.adoptedStyleSheets]

  // Source text is better than serialised rules (shorthands with var() lose their values in cssText), but only while
  // the rules are those of the text.
  function isEdited(rules: CSSRule[], source: string, base: string): boolean {
    // Lengths without a unit count in quirks only, and a frame of ours is never in quirks mode.
    if (isFrame && doc.compatMode === 'BackCompat') return true
    try {
      const copy = new CSSStyleSheet({ baseURL: base })
      copy.replaceSync(source)
      const live = rules.filter((rule) => !(rule instanceof CSSImportRule))
      return textOfRules(live) !== textOfRules([...copy.cssRules])
    } catch {
      // A base that is no URL (about:srcdoc): the rules themselves are the safe answer.
      return true
    }
  }

  // Of sheets with titles only those of one set count: the first that is not an alternative names it (CSSOM, 6.2).
  function isOfOtherSet(element: HTMLLinkElement): boolean {
    const titled = [...doc.querySelectorAll('link[rel~="stylesheet" i][title], style[title]')]
    const preferred = titled.find(
      (one) => one.getAttribute('title') !== '' && !/\balternate\b/i.test(one.getAttribute('rel') ?? ''),
    )
    const isAlternate = /\balternate\b/i.test(element.rel) && element.title !== ''
    return isAlternate && element.title !== preferred?.getAttribute('title')
  }

  const descriptorsOf = (face: FontFace | CSSStyleDeclaration) =>
    ['style', 'weight', 'stretch'].map((name) => {
      const value = face instanceof FontFace ? face[name as 'style'] : face.getPropertyValue(`font-${name}`)
      return value === '' || value === 'normal' ? 'normal' : value
    })
  const nameOfFont = (family: string) => family.replaceAll(/^["']|["']$/g, '')
  const faceOf = (family: string, descriptors: string[]) => [nameOfFont(family), ...descriptors].join('|')

  /** The rules of a tree's sheets that stand for something else than elements; those in groups and imports as well. */
  function* allRules(root: Document | ShadowRoot): Generator<CSSRule> {
    function* inside(rules: Iterable<CSSRule>): Generator<CSSRule> {
      for (const rule of rules) {
        if (rule instanceof CSSImportRule && rule.styleSheet) yield* inside(rulesOf(rule.styleSheet) ?? [])
        else if (rule instanceof CSSGroupingRule && !(rule instanceof CSSStyleRule))
          yield* inside(rule.cssRules)
        else yield rule
      }
    }
    for (const sheet of sheetsOf(root)) {
      const rules = rulesOf(sheet)
      if (rules) yield* inside(rules)
      else {
        const copy = new CSSStyleSheet()
        copy.replaceSync(textOf(sheet))
        yield* inside(copy.cssRules)
      }
    }
  }

  function ruledFaces(): Set<string> {
    const faces = new Set<string>()
    for (const rule of allRules(doc)) {
      if (rule instanceof CSSFontFaceRule)
        faces.add(faceOf(rule.style.getPropertyValue('font-family'), descriptorsOf(rule.style)))
    }
    return faces
  }

  let customs: Map<string, Set<string>> | null = null
  function readKeyframes(): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>()
    for (const rule of rootsIn(doc).flatMap((root) => [...allRules(root)])) {
      if (!(rule instanceof CSSKeyframesRule)) continue
      const known = found.get(rule.name) ?? new Set<string>()
      found.set(rule.name, known)
      for (const frame of rule.cssRules) {
        if (!(frame instanceof CSSKeyframeRule)) continue
        for (const property of frame.style) if (property.startsWith('--')) known.add(property)
      }
    }
    return found
  }

  return {
    linkedUrls(roots) {
      const urls = roots.flatMap((root) => [...root.styleSheets]).flatMap((sheet) => sheet.href ?? [])
      return [...new Set(urls)]
    },
    useSources(textByUrl) {
      sources = textByUrl
    },
    ofStyleElement(element) {
      const sheet = element.sheet
      if (!sheet || sheet.disabled) return null
      const source = element.textContent ?? ''
      const rules = rulesOf(sheet) ?? []
      return isEdited(rules, source, doc.baseURI) ? textOfRules(rules) : source
    },
    ofLinkElement(element) {
      const sheet = element.sheet
      if (!sheet || sheet.disabled || isOfOtherSet(element)) return null
      const base = sheet.href ?? element.href
      const rules = rulesOf(sheet)
      if (!rules) return { css: null, base }
      const source = sources[base]
      if (source !== undefined && !isEdited(rules, source, base)) return { css: null, base }
      return { css: textOfRules(rules), base }
    },
    withoutElement(root) {
      const instructed = [...root.styleSheets].filter(
        (sheet) => sheet.ownerNode instanceof ProcessingInstruction,
      )
      return [...instructed, ...root.adoptedStyleSheets]
        .filter((sheet) => !sheet.disabled)
        .map((sheet) => ({
          css: textOfRules(rulesOf(sheet) ?? []),
          media: sheet.media.mediaText,
          base: sheet.href ?? doc.baseURI,
        }))
    },
    says: (root, pattern) => sheetsOf(root).some((sheet) => pattern.test(textOf(sheet))),
    customInKeyframes(name) {
      customs ??= readKeyframes()
      return customs.get(name) ?? new Set()
    },
    stateNames() {
      if (areNamesRead) return names
      areNamesRead = true
      for (const root of rootsIn(doc)) {
        for (const sheet of sheetsOf(root)) {
          for (const [, name] of textOf(sheet).matchAll(/:state\(\s*([\w-]+)\s*\)/g)) names.add(name!)
        }
      }
      return names
    },
    scriptedFonts() {
      const loaded = [...doc.fonts].filter((face) => face.status === 'loaded')
      if (loaded.length === 0) return []
      const ruled = ruledFaces()
      return loaded
        .filter((face) => !ruled.has(faceOf(face.family, descriptorsOf(face))))
        .map(({ family, style, weight, stretch, unicodeRange }) => ({
          descriptors: `font-family:"${nameOfFont(family).replaceAll(/["\\\n]/g, '\\$&')}";font-style:${style};font-weight:${weight};font-stretch:${stretch};unicode-range:${unicodeRange}`,
        }))
    },
  }
}
