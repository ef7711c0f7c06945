// A QR code as an image that needs no request.
import { renderSVG } from 'uqr'

/** `data:image/svg+xml,…`; black on white whatever the theme, since cameras expect it. */
export function drawQrCode(text: string): string {
  return `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { ecc: 'M', border: 2 }))}`
}
