// Pictures of the test site, painted when asked for: same path, same bytes.
import sharp from 'sharp'
import { send, type Routes } from './routes.ts'

/** A picture that no other hue yields: a field of the colour with a darker frame and a diagonal. */
export function paintSvg(widthPx: number, heightPx: number, hue: number): string {
  const dark = `hsl(${hue % 360} 70% 30%)`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}">
<rect width="100%" height="100%" fill="hsl(${hue % 360} 70% 60%)"/>
<rect x="4" y="4" width="${widthPx - 8}" height="${heightPx - 8}" fill="none" stroke="${dark}" stroke-width="8"/>
<path d="M0 0L${widthPx} ${heightPx}" stroke="${dark}" stroke-width="4"/></svg>`
}

const paint = (widthPx: number, heightPx: number, hue: number) =>
  sharp(Buffer.from(paintSvg(widthPx, heightPx, hue)))

export const paintPng = (widthPx: number, heightPx: number, hue: number): Promise<Buffer> =>
  paint(widthPx, heightPx, hue).png().toBuffer()

const ENCODERS = { webp: 'webp', jpg: 'jpeg', png: 'png' } as const
/** Painted once: who asks again measures the page, and not the painter. */
const painted = new Map<string, Promise<Buffer>>()

export const pictureRoutes: Routes = {
  // /img/<width>x<height>-<hue>.<png|webp|jpg|svg>
  '/img/*': async (exchange) => {
    const parts = /^\/img\/(\d{1,4})x(\d{1,4})-(\d{1,3})\.(png|webp|jpg|svg)$/.exec(exchange.url.pathname)
    if (!parts) return send(exchange, 'no such picture', 'text/plain', { status: 404 })
    const [width, height, hue] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
    const headers = { 'cache-control': 'public, max-age=3600' }
    if (parts[4] === 'svg') return send(exchange, paintSvg(width, height, hue), 'image/svg+xml', { headers })
    const type = parts[4] === 'webp' || parts[4] === 'jpg' ? parts[4] : 'png'
    const bytes = painted.get(exchange.url.pathname) ?? paint(width, height, hue)[ENCODERS[type]]().toBuffer()
    painted.set(exchange.url.pathname, bytes)
    send(exchange, await bytes, `image/${ENCODERS[type]}`, { headers })
  },
}
