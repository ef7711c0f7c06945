// What a page of the test site is: a path and a function that answers it, with the few answers that all pages share.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a page may know about the site that serves it. */
export interface SiteFacts {
  /** `http://127.0.0.1:<port>` */
  origin: string
  /** The same pages under a second port: another origin for frames, fonts and images. */
  otherOrigin: string
  /** Was this switch thrown by `site.set(name, true)`? */
  isOn(name: string): boolean
  /** Resolves when this switch is on: at once, or when somebody throws it. */
  whenOn(name: string): Promise<void>
  /** How often was this asked before, counting from 0? For things that may be fetched once. */
  countUp(name: string): number
}

export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  site: SiteFacts
}

export type Handler = (exchange: Exchange) => void | Promise<void>

/** Path to handler; a path that ends in `*` answers everything below it. */
export type Routes = Record<string, Handler>

export interface Answer {
  status?: number
  headers?: Record<string, string>
}

/** Answers with a whole body and its length. */
export function send(
  { response }: Pick<Exchange, 'response'>,
  body: string | Uint8Array,
  contentType: string,
  { status = 200, headers = {} }: Answer = {},
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
  response.writeHead(status, { 'content-type': contentType, 'content-length': bytes.length, ...headers })
  response.end(bytes)
}

/** A route that answers with this HTML in UTF-8, made anew for each request. */
export function page(html: (exchange: Exchange) => string, answer: Answer = {}): Handler {
  return (exchange) => send(exchange, html(exchange), 'text/html; charset=utf-8', answer)
}

/** A plain HTML document around a body; `head` goes into the head as it is. */
export function htmlDocument(title: string, body: string, { head = '', lang = 'en' } = {}): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${head}
</head>
<body>
${body}
</body>
</html>
`
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
