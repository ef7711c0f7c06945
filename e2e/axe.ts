// What looks for violations on a page of ours, light and dark.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type Axe from 'axe-core'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** The themes differ in nothing but `color-scheme`: what does not ask for colours finds in both the same. */
const LOOKS = [
  { theme: 'light', runOnly: WCAG },
  { theme: 'dark', runOnly: ['color-contrast', 'link-in-text-block'] },
] as const

/** Which rules this page breaks, or the part of it, in which theme, with the elements that break them. */
export async function violations(page: Page, part = 'html'): Promise<string[]> {
  await page.evaluate(SOURCE)
  const found: string[] = []
  for (const { theme, runOnly } of LOOKS) {
    await page.emulateMedia({ colorScheme: theme })
    const broken = await page.evaluate(findBroken, { part, runOnly: [...runOnly] })
    found.push(...broken.map((one) => `${theme}: ${one}`))
  }
  return found
}

/** Runs in the page. What is inside of an archived page is not ours to mend. */
async function findBroken({ part, runOnly }: { part: string; runOnly: string[] }): Promise<string[]> {
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish() // from one theme to the other
  const { axe } = globalThis as unknown as { axe: typeof Axe }
  const seen = await axe.run(part, { runOnly, iframes: false, resultTypes: ['violations'] })
  return seen.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
