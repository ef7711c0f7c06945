// One page for each technique by which real pages show what they show. A faithful copy looks the same without the site.
import type { Routes } from './routes.ts'
import type { Technique } from './technique.ts'
import { basics } from './techniques/basics.ts'
import { rareOnes } from './techniques/rare.ts'

const themes = [basics, rareOnes]
const pages = themes.flatMap((theme) => theme.pages)

/** Every technique, in order. */
export const TECHNIQUES: Technique[] = pages.map(({ path, name, expects, probe }) => {
  return { path, name, expects, probe }
})

export const techniqueRoutes: Routes = Object.assign(
  {},
  ...themes.map(({ routes }) => routes),
  ...pages.map(({ path, handler }) => ({ [path]: handler })),
)
