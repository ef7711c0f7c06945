// One page for each technique by which real pages show what they show. A faithful copy looks the same without the site.
import type { Routes } from './routes.ts'
import type { Technique } from './technique.ts'
import { basics } from './techniques/basics.ts'
import { behaviour } from './techniques/behaviour.ts'
import { sheets } from './techniques/css.ts'
import { forms } from './techniques/forms.ts'
import { frames } from './techniques/frames.ts'
import { images } from './techniques/images.ts'
import { motion } from './techniques/motion.ts'
import { pixels } from './techniques/pixels.ts'
import { rareOnes } from './techniques/rare.ts'
import { shadow } from './techniques/shadow.ts'
import { text } from './techniques/text.ts'

const themes = [basics, rareOnes, shadow, sheets, motion, pixels, images, frames, forms, text, behaviour]
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
