// What a technique page is: a small deterministic page that shows something in one particular way, and what must be seen of it.
import { htmlDocument, page, type Exchange, type Handler, type Routes } from './routes.ts'

export interface Technique {
  path: string
  /** Also the last step of the path; unique among all techniques. */
  name: string
  /** Texts that a reader sees on the settled page, those in shadow trees and frames included. */
  expects: string[]
  /** Selector of the box that a copy is judged by; null for the whole page, where things stand outside of the flow. */
  probe: string | null
}

export interface TechniquePage extends Technique {
  handler: Handler
}

/** The techniques of a theme, and the routes of their pages and of what these ask for. */
export interface Theme {
  pages: TechniquePage[]
  routes: Routes
}

export interface TechniqueOptions {
  head?: string
  headers?: Record<string, string>
  probe?: null
}

type Body = string | ((exchange: Exchange) => string)

/** A page whose body is the probe; `expects` is written into it by the page itself, however it does that. */
export function technique(
  name: string,
  expects: string[],
  body: Body,
  options: TechniqueOptions = {},
): TechniquePage {
  const make = typeof body === 'string' ? () => body : body
  const handler = page(
    (exchange) =>
      htmlDocument(name, `<h1>${name}</h1>\n<main id="probe">\n${make(exchange)}\n</main>`, {
        head: options.head ?? '',
      }),
    { headers: options.headers ?? {} },
  )
  return rawTechnique(name, expects, handler, options.probe === null ? null : '#probe')
}

/** A page that answers with bytes of its own making. */
export function rawTechnique(
  name: string,
  expects: string[],
  handler: Handler,
  probe: string | null = null,
): TechniquePage {
  return { path: `/t/${name}`, name, expects, probe, handler }
}
