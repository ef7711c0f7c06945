// Runs in the page's isolated world: tells which style rules count right now, and whether their source text still says so.

export interface StyleReader {
  /** URLs of linked sheets whose rules can be read: Node sends their recorded texts to `useSources`. */
  linkedUrls(roots: (Document | ShadowRoot)[]): string[]
  useSources(textByUrl: Record<string, string>): void
  /** Text of a `style` element; null when it does not count. */
  ofStyleElement(element: HTMLStyleElement | SVGStyleElement): string | null
  /** What a `link` stands for: null when it does not count; `css` null when the recorded bytes are still true. */
  ofLinkElement(element: HTMLLinkElement): { css: string | null; base: string } | null
  /** Texts of the sheets a script adopted, in their order. */
  adoptedBy(root: Document | ShadowRoot): { css: string; media: string; base: string }[]
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createStyleReader(): StyleReader {
  let sources: Record<string, string> = {}

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

  // Source text is better than serialised rules (shorthands with var() lose their values in cssText), but only while
  // the rules are those of the text.
  function isEdited(rules: CSSRule[], source: string, base: string): boolean {
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

  return {
    linkedUrls(roots) {
      const sheets = roots.flatMap((root) => [...root.styleSheets])
      const urls = sheets.filter((sheet) => sheet.href && rulesOf(sheet)).map((sheet) => sheet.href as string)
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
      return isEdited(rules, source, document.baseURI) ? textOfRules(rules) : source
    },
    ofLinkElement(element) {
      const sheet = element.sheet
      if (!sheet || sheet.disabled) return null
      const base = sheet.href ?? element.href
      const rules = rulesOf(sheet)
      if (!rules) return { css: null, base }
      const source = sources[base]
      if (source !== undefined && !isEdited(rules, source, base)) return { css: null, base }
      return { css: textOfRules(rules), base }
    },
    adoptedBy(root) {
      return [...root.adoptedStyleSheets]
        .filter((sheet) => !sheet.disabled)
        .map((sheet) => ({
          css: textOfRules(rulesOf(sheet) ?? []),
          media: sheet.media.mediaText,
          base: document.baseURI,
        }))
    },
  }
}
