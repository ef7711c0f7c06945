// Puts a frozen document together: markup from the page, and for each piece in between the part that it stands for.
import { partType } from '#lib/contract/part-types.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_DOCUMENT_BYTES } from '#lib/kernel/limits.ts'
import type { Recording } from '../record-responses.ts'
import { NOTHING, type PartCollector } from './collect-parts.ts'
import type { FrozenFrameHandle } from './freeze-frame.ts'
import { photograph } from './photograph.ts'
import type { Piece, Pixels } from './pieces.ts'
import { createCssRewriter, type CssRewriter } from './rewrite-css.ts'

/** How a canvas keeps its tag, so that the page's selectors still match, and shows its pixels. */
const PIXELS_STYLE = 'background-size:100% 100%!important;background-repeat:no-repeat!important'

/**
 * The HTML of a frame, with its child frames inside of `srcdoc`.
 *
 * @throws AppError `too_large` `{ limitBytes }` above MAX_DOCUMENT_BYTES
 */
export async function assembleDocument(
  frame: FrozenFrameHandle,
  recording: Recording,
  parts: PartCollector,
): Promise<string> {
  const css = createCssRewriter(recording, parts, frame)
  let html = ''
  for (const piece of frame.pieces) {
    html += typeof piece === 'string' ? piece : await markupOf(piece, { frame, recording, parts, css })
    if (frame.isTooLarge || html.length > MAX_DOCUMENT_BYTES) {
      throw new AppError('too_large', { limitBytes: MAX_DOCUMENT_BYTES })
    }
  }
  return html
}

interface Context {
  frame: FrozenFrameHandle
  recording: Recording
  parts: PartCollector
  css: CssRewriter
}

async function markupOf(piece: Exclude<Piece, string>, context: Context): Promise<string> {
  const { parts, css } = context
  switch (piece.kind) {
    case 'resource': {
      const reference = parts.referenceTo(piece.url)
      if (reference !== null) return attribute(piece.attribute, reference)
      return piece.whenMissing === 'drop' ? '' : attribute(piece.attribute, NOTHING)
    }
    case 'density': {
      const reference = parts.referenceTo(piece.url)
      if (reference === null) return attribute('src', NOTHING)
      const digest = reference.startsWith('data:') ? await parts.addDataUrl(reference) : reference
      return digest === null
        ? attribute('src', reference)
        : attribute('srcset', `${digest} ${piece.density.toFixed(4)}x`)
    }
    case 'css-attribute':
      return cssAttribute(piece, context)
    case 'pixels': {
      const picture = await pictureOf(piece.pixels, context)
      return picture === null ? '' : attribute(piece.attribute, picture)
    }
    case 'css-text': {
      const text = await css.rewrite(piece.css, piece.base)
      return piece.isForeign ? escapeText(text) : text
    }
    case 'sheet': {
      const digest = await sheetDigest(piece, context)
      return digest === null
        ? '<template></template>'
        : `<link rel="stylesheet" href="${digest}"${piece.attributes}>`
    }
    case 'icon': {
      const reference = parts.referenceTo(piece.url)
      return reference === null ? '' : `<link rel="icon"${attribute('href', reference)}>`
    }
    case 'font': {
      const font = scriptedFonts(context)[piece.number]
      return font ? `@font-face{${css.safe(piece.descriptors)};src:url("${font}")}` : ''
    }
    case 'frame': {
      const child = context.frame.children[piece.frame]
      if (!child) return ''
      return attribute('srcdoc', await assembleDocument(child, context.recording, parts))
    }
  }
}

/** The recorded fonts that no sheet names, in the order in which they came: that in which scripts made fonts of them. */
function scriptedFonts({ recording, parts }: Context): string[] {
  const urls = recording
    .resources()
    .filter(({ url, contentType }) => isFont(url, contentType))
    .map(({ url }) => url)
    .filter((url) => !parts.isListed(url))
  return urls.flatMap((url) => parts.referenceTo(url) ?? [])
}

function isFont(url: string, contentType: string | null): boolean {
  return (
    partType(contentType).startsWith('font/') || /\.(woff2?|ttf|otf)$/i.test(url.split(/[?#]/, 1)[0] ?? '')
  )
}

async function sheetDigest(piece: { css: string | null; base: string }, { parts, css }: Context) {
  if (piece.css === null) return css.rewriteRecorded(piece.base)
  return parts.add(await css.rewrite(piece.css, piece.base), 'text/css; charset=utf-8')
}

async function cssAttribute(
  piece: { attribute: string; css: string; base: string; pixels: Pixels | null },
  context: Context,
): Promise<string> {
  const text = await context.css.rewrite(piece.css, piece.base)
  const picture = piece.pixels && (await pictureOf(piece.pixels, context))
  const background = picture
    ? `;background-image:url("${picture}")!important;${PIXELS_STYLE};background-origin:${piece.pixels?.area}-box!important`
    : ''
  return attribute(piece.attribute, text + background)
}

async function pictureOf(pixels: Pixels, { frame, parts }: Context): Promise<string | null> {
  if (pixels.dataUrl !== null) return parts.addDataUrl(pixels.dataUrl)
  const png = await frame.withElement(pixels.element, (element) =>
    photograph(frame.session, element, pixels.area),
  )
  return png ? parts.add(png, 'image/png') : null
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
