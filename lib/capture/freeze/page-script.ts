// Joins the in-page makers into the one script that is sent to a frame's isolated world.
import { createDocumentWriter, type DocumentWriter } from './in-page-writer.ts'
import { createSpriteReader } from './in-page-sprites.ts'
import { createStateReader, type StateReader } from './in-page-state.ts'
import { createStyleReader, type StyleReader } from './in-page-styles.ts'

/** What `FREEZER_SOURCE` returns: the object whose methods Node calls, one after the other. @public */
export interface PageFreezer {
  /** Files whose recorded texts the script wants: style sheets and SVG. */
  sourceUrls(): string[]
  useSources: StyleReader['useSources']
  write: DocumentWriter['write']
  elementAt: StateReader['elementAt']
}

/**
 * Source of a function `(maxCharacters, closedRootCount, ...nodes)`: `nodes` are first the closed shadow roots that only
 * the inspector can find, then the elements that hold the child frames, in the order of the frames.
 */
export const FREEZER_SOURCE = `function (maxCharacters, closedRootCount, ...nodes) {
  const closedRoots = new Map(nodes.slice(0, closedRootCount).map((root) => [root.host, root]))
  const frames = new Map(nodes.slice(closedRootCount).map((element, index) => [element, index]))
  const rootOf = (host) => host.shadowRoot ?? closedRoots.get(host) ?? null
  const frameOf = (element) => frames.get(element) ?? null
  const rootsIn = (tree) => [tree, ...[...tree.querySelectorAll('*')].flatMap((host) => {
    const root = rootOf(host)
    return root ? rootsIn(root) : []
  })]
  const styles = (${createStyleReader})()
  const state = (${createStateReader})()
  const sprites = (${createSpriteReader})()
  const writer = (${createDocumentWriter})(styles, state, sprites, { rootOf, frameOf, maxCharacters })
  return {
    sourceUrls: () => {
      const roots = rootsIn(document)
      return [...styles.linkedUrls(roots), ...sprites.fileUrls(roots)]
    },
    useSources: (textByUrl) => {
      styles.useSources(textByUrl)
      sprites.useSources(textByUrl)
    },
    write: writer.write,
    elementAt: state.elementAt,
  }
}`
