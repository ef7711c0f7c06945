// What a recipe may do to a page: the closed vocabulary of its steps. A recipe is data; it cannot run code of its own.

/** How an element is changed, so that it shows what it holds. */
interface Change {
  /** Set on the element itself, above the page's own rules. */
  style?: Record<string, string>
  withoutClass?: string
  withoutAttribute?: string
}

export type Step =
  /** Takes away what lies over the page: `overlay_hidden`. */
  | { hide: string }
  /** Shows what is there and folded away: `fold_opened`. */
  | ({ open: string } & Change)
  /** Presses what unfolds, when it can be seen, at most ten of them: `fold_opened`. Never a link that leads away. */
  | { click: string }
  /** Takes away what keeps people from scrolling, marking or copying: `lock_removed`. */
  | ({ unlock: string } & Change)

/**
 * What is done to the pages of a site before they are kept. Only what the document already holds is shown: a recipe never
 * gets past a login or a payment.
 */
export interface Recipe {
  /** Told with the snapshot. */
  name: string
  /** Host names; those below them are meant too. */
  hosts: string[]
  /** Each is a list of CSS selectors and what happens to all that match. */
  steps: Step[]
}
