// Joins the in-page makers into the one script that is sent to a frame's isolated world.
import { createAttributeWriter } from './in-page-attributes.ts'
import { createBoxWriter } from './in-page-boxes.ts'
import { createPageDom } from './in-page-dom.ts'
import { createHighlightReader } from './in-page-highlights.ts'
import { createMotionReader } from './in-page-motion.ts'
import { createElementNames } from './in-page-names.ts'
import { createPageOutput } from './in-page-output.ts'
import { createPictureReader } from './in-page-pictures.ts'
import { createPixelReader, type PixelReader } from './in-page-pixels.ts'
import { createScrollReader } from './in-page-scroll.ts'
import { createSheetWriter } from './in-page-sheets.ts'
import { createSpriteReader } from './in-page-sprites.ts'
import { createStateReader } from './in-page-state.ts'
import { createStyleReader, type StyleReader } from './in-page-styles.ts'
import { createDocumentWriter, type DocumentWriter } from './in-page-writer.ts'

/** What `FREEZER_SOURCE` returns: the object whose methods Node calls, one after the other. @public */
export interface PageFreezer {
  /** Files whose recorded texts the script wants: style sheets and SVG. */
  sourceUrls(): string[]
  useSources: StyleReader['useSources']
  write: DocumentWriter['write']
  elementAt: PixelReader['elementAt']
  bare: PixelReader['bare']
  cover: PixelReader['cover']
}

/**
 * Source of a function `(facts, closedRootCount, ...nodes)`: `nodes` are first the closed shadow roots that only the
 * inspector can find, then the elements that hold the child frames, in the order of the frames; `facts` are
 * `{ maxCharacters, isFrame }`.
 */
export const FREEZER_SOURCE = `function (facts, closedRootCount, ...nodes) {
  const closedRoots = new Map(nodes.slice(0, closedRootCount).map((root) => [root.host, root]))
  const frames = new Map(nodes.slice(closedRootCount).map((element, index) => [element, index]))
  const frameOf = (element) => frames.get(element) ?? null
  const dom = (${createPageDom})(closedRoots)
  const styles = (${createStyleReader})(dom, facts.isFrame)
  const sprites = (${createSpriteReader})(dom)
  let pixels = null
  return {
    sourceUrls: () => {
      const roots = dom.rootsIn(dom.doc)
      return [...styles.linkedUrls(roots), ...sprites.fileUrls(roots)]
    },
    useSources: (textByUrl) => {
      styles.useSources(textByUrl)
      sprites.useSources(textByUrl)
    },
    write: () => {
      const motion = (${createMotionReader})(dom, styles)
      const state = (${createStateReader})(dom, styles)
      const scroll = (${createScrollReader})(dom, facts.isFrame)
      const pictures = (${createPictureReader})(dom)
      const highlights = (${createHighlightReader})(dom)
      const output = (${createPageOutput})()
      pixels = (${createPixelReader})(styles.says(dom.doc, /\\bpaint\\(/))
      const readers = { dom, output, state, motion, scroll, pixels, pictures, sprites, frameOf }
      const names = (${createElementNames})(dom)
      const attributes = (${createAttributeWriter})(readers)
      const sheets = (${createSheetWriter})(readers, styles, facts.isFrame)
      const boxes = (${createBoxWriter})(readers, attributes)
      const { maxCharacters } = facts
      return (${createDocumentWriter})({ ...readers, highlights, names, attributes, sheets, boxes, maxCharacters }).write()
    },
    elementAt: (index) => pixels.elementAt(index),
    bare: (index) => pixels.bare(index),
    cover: (index) => pixels.cover(index),
  }
}`
