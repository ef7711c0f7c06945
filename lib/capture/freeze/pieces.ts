// What the script in the page hands over: finished markup, and between it everything that only Node can decide.

/** Pixels of an element that has no markup of its own: a data: URL, or null when they must be photographed. */
export interface Pixels {
  /** Number of the element in the frame's freezer, for `elementAt`. */
  element: number
  dataUrl: string | null
  /** The part of its box that they fill. */
  area: 'content' | 'padding'
}

export type Piece =
  /** Markup, escaped and ready. */
  | string
  /** An attribute that names something shown, by its absolute URL. */
  | { kind: 'resource'; attribute: string; url: string; whenMissing: 'drop' | 'empty' }
  /** `srcset` with the one candidate that the browser chose, so that the picture keeps its natural size. */
  | { kind: 'density'; url: string; density: number }
  /** An attribute that bears CSS (`style`, SVG's `fill`, ...), with the pixels that become its background. */
  | { kind: 'css-attribute'; attribute: string; css: string; base: string; pixels: Pixels | null }
  /** An attribute whose value is the picture of an element (`poster`). */
  | { kind: 'pixels'; attribute: string; pixels: Pixels }
  /** The text inside of a `style` element. */
  | { kind: 'css-text'; css: string; base: string; isForeign: boolean }
  /** A style sheet of its own: `css` null means the bytes recorded for `base`. */
  | { kind: 'sheet'; attributes: string; css: string | null; base: string }
  | { kind: 'icon'; url: string; attributes: string }
  /** The rule for font number `number` of those that scripts made, whose bytes only the recording knows. */
  | { kind: 'font'; descriptors: string; number: number }
  /** ` srcdoc="…"` with the frozen document of child frame number `frame`. */
  | { kind: 'frame'; frame: number }

export interface FrozenFrame {
  pieces: Piece[]
  /** Charset of the document, the last resort for style sheets that name none. */
  charset: string
  /** The address at which the document came: scripts change it, what was resolved before does not. */
  firstUrl: string
  title: string
  text: string
  /** The document is larger than the limit: its pieces are not whole. */
  isTooLarge: boolean
}
