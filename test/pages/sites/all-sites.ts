// The made-up sites that stand in for the web in benches: eleven kinds, with what pages of each kind do.
import type { Routes } from '../routes.ts'
import { app } from './app.ts'
import { blog } from './blog.ts'
import { dashboard } from './dashboard.ts'
import { forum } from './forum.ts'
import { gallery } from './gallery.ts'
import { letters } from './letters.ts'
import type { MadeSite } from './made-site.ts'
import { manual } from './manual.ts'
import { news } from './news.ts'
import { notes } from './notes.ts'
import { office } from './office.ts'
import { photoRoutes } from './photos.ts'
import { shop } from './shop.ts'

const MADE_SITES: readonly MadeSite[] = [
  app,
  blog,
  dashboard,
  forum,
  gallery,
  letters,
  manual,
  news,
  notes,
  office,
  shop,
]

/** Paths of all pages of all made-up sites. */
export const SITE_PAGES: readonly string[] = MADE_SITES.flatMap(({ pages }) => pages)

export const madeSiteRoutes: Routes = Object.assign(
  { ...photoRoutes },
  ...MADE_SITES.map(({ routes }) => routes),
)
