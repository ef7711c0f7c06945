// Chooses the recipe of a page by its host and follows it, telling what that changed.
import type { CDPSession, Page } from 'playwright'
import type { Intervention } from '#lib/contract/intervention.ts'
import { helperSource, openWorld } from './isolated-world.ts'
import { createHand, type Deed } from './recipe-scripts.ts'
import { CHINESE_SITES } from './recipes/chinese-sites.ts'
import type { Recipe } from './recipes/recipe.ts'

const HAND = helperSource('hand', createHand)
const MAX_DEFERRED_PICTURES = 300

interface Target {
  page: Page
  session: CDPSession
  onIntervention(done: Intervention): void
}

/** The recipe of this address; null for nearly all. */
export function recipeOf(address: string): Recipe | null {
  const host = URL.parse(address)?.hostname ?? ''
  const isOf = (site: string) => host === site || host.endsWith(`.${site}`)
  return CHINESE_SITES.find(({ hosts }) => hosts.some(isOf)) ?? null
}

/** Follows the recipe of the page as it is now; doing it twice does the second time what came meanwhile. */
export async function followRecipe({ page, session, onIntervention }: Target): Promise<void> {
  const recipe = recipeOf(page.url())
  if (!recipe) return
  const deeds: Deed[] = (await openWorld(session, HAND).call('follow', recipe.steps)) ?? []
  for (const deed of deeds) onIntervention({ kind: 'recipe', rule: recipe.name, ...deed })
}

/** Loads what scrolling did not: pictures whose address waits in an attribute for a script that did not come. */
export async function loadDeferredPictures({ session, onIntervention }: Target): Promise<void> {
  const count = (await openWorld(session, HAND).call('loadDeferred', MAX_DEFERRED_PICTURES)) ?? 0
  if (count > 0) onIntervention({ kind: 'lazy', rule: 'data-src', what: 'pictures_loaded', count })
}
