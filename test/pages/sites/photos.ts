// Photographs that nobody took: landscapes drawn from their number and encoded by sharp, as heavy as real ones.
import sharp from 'sharp'
import { send, type Routes } from '../routes.ts'
import { invent, repeat } from './invent.ts'

const TYPES = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp', avif: 'image/avif' } as const
type PhotoType = keyof typeof TYPES

/** A sky, a sun, five ranges of hills, birds and a caption, told apart by the number at a glance. */
function landscape(widthPx: number, heightPx: number, seed: string): string {
  const { number } = invent(`photo ${seed}`)
  const hue = number(0, 359)
  const hills = repeat(5, (range) => {
    const base = 40 + range * 12
    const peaks = repeat(9, (at) => `L${at * 12.5} ${base - number(2, 16)}`, ' ')
    return `<path d="M0 100 L0 ${base} ${peaks} L100 100Z" fill="hsl(${hue + range * 9} 45% ${62 - range * 11}%)"/>`
  })
  const birds = repeat(
    14,
    () =>
      `<path d="M${number(2, 96)} ${number(4, 40)}q1 -1.4 2 0q1 -1.4 2 0" fill="none" stroke="#222" stroke-width=".4"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 100 100" preserveAspectRatio="none">
<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop stop-color="hsl(${hue} 70% 55%)"/><stop offset=".6" stop-color="hsl(${hue + 40} 80% 85%)"/></linearGradient></defs>
<rect width="100" height="100" fill="url(#s)"/><circle cx="${number(15, 85)}" cy="${number(12, 34)}" r="${number(5, 10)}" fill="#fff8d8"/>${hills}${birds}</svg>`
}

async function develop(widthPx: number, heightPx: number, seed: string, type: PhotoType): Promise<Buffer> {
  const drawn = await sharp(Buffer.from(landscape(widthPx, heightPx, seed)))
    .removeAlpha()
    .raw()
    .toBuffer()
  // Grain, as a sensor has it: without it a photograph would weigh nothing.
  const { number } = invent(`grain ${seed}`)
  const grain = Array.from({ length: 4_096 }, () => number(-5, 5))
  for (let at = 0; at < drawn.length; at += 1)
    drawn[at] = Math.max(0, Math.min(255, (drawn[at] ?? 0) + (grain[(at * 31 + (at >> 9)) & 4_095] ?? 0)))
  const picture = sharp(drawn, { raw: { width: widthPx, height: heightPx, channels: 3 } })
  if (type === 'jpg') return picture.jpeg({ quality: 72 }).toBuffer()
  if (type === 'png') return picture.png({ compressionLevel: 6 }).toBuffer()
  if (type === 'webp') return picture.webp({ quality: 70, effort: 2 }).toBuffer()
  return picture.avif({ quality: 50, effort: 0 }).toBuffer()
}

/** Developed once: a bench that asks for a page twice measures the page and not the darkroom. */
const developed = new Map<string, Promise<Buffer>>()

export const photoRoutes: Routes = {
  // /photo/<width>x<height>-<seed>.<jpg|png|webp|avif>
  '/photo/*': async (exchange) => {
    const name = exchange.url.pathname
    const parts = /^\/photo\/(\d{1,4})x(\d{1,4})-([\w-]{1,40})\.(jpg|png|webp|avif)$/.exec(name)
    const [, width, height, seed = '', type] = parts ?? []
    if (type !== 'jpg' && type !== 'png' && type !== 'webp' && type !== 'avif')
      return send(exchange, 'no such photograph', 'text/plain', { status: 404 })
    const bytes = developed.get(name) ?? develop(Number(width), Number(height), seed, type)
    developed.set(name, bytes)
    send(exchange, await bytes, TYPES[type], { headers: { 'cache-control': 'public, max-age=3600' } })
  },
}
