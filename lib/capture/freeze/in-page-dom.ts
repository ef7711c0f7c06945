// Runs in the page's isolated world: reads nodes as they are, whatever names the page gave to its form fields and pictures.

export interface PageDom {
  /** The document; `<img name="body">` and its like hide nothing of it. */
  doc: Document
  /**
   * A node for reading properties: a form is replaced by a view of it that its fields' names cannot hide anything of
   * (HTML, 2.6.4: named properties override built-in ones). Browser functions want the node itself.
   */
  readable<T extends Node>(node: T): T
  /** The shadow root of a host, closed ones included; null without one. */
  rootOf(host: Element): ShadowRoot | null
  /** This tree and every shadow tree in it. */
  rootsIn(tree: Document | ShadowRoot): (Document | ShadowRoot)[]
  absolute(url: string | null | undefined): string | null
}

/**
 * Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types.
 *
 * @param closedRoots  the shadow roots that only the inspector can find, by their hosts
 */
export function createPageDom(closedRoots: Map<Element, ShadowRoot>): PageDom {
  const views = new WeakMap<Node, Node>()

  function viewOf<T extends Node>(node: T): T {
    return new Proxy(node, {
      get(target, key) {
        for (let owner = Object.getPrototypeOf(target); owner; owner = Object.getPrototypeOf(owner)) {
          const property = Object.getOwnPropertyDescriptor(owner, key)
          if (!property) continue
          const value = property.get ? property.get.call(target) : property.value
          return typeof value === 'function' ? value.bind(target) : value
        }
        return undefined
      },
    })
  }

  const doc = viewOf(document)
  const shadowRoot = Object.getOwnPropertyDescriptor(Element.prototype, 'shadowRoot')

  function rootOf(host: Element): ShadowRoot | null {
    return shadowRoot?.get?.call(host) ?? closedRoots.get(host) ?? null
  }

  function rootsIn(tree: Document | ShadowRoot): (Document | ShadowRoot)[] {
    const roots = [tree]
    for (const host of tree.querySelectorAll('*')) {
      const root = rootOf(host)
      if (root) roots.push(...rootsIn(root))
    }
    return roots
  }

  return {
    doc,
    readable<T extends Node>(node: T): T {
      if (!(node instanceof HTMLFormElement)) return node
      const view = views.get(node) ?? viewOf<Node>(node)
      views.set(node, view)
      return view as T
    },
    rootOf,
    rootsIn,
    absolute: (url) =>
      url != null && url.trim() !== '' && URL.canParse(url, doc.baseURI)
        ? new URL(url, doc.baseURI).href
        : null,
  }
}
