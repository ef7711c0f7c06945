// A page as a visitor ends at it, and what a capture of it has to be judged as: for corpora of pages built by hand.
import type { Verdict } from '#lib/contract/snapshot.ts'

export interface JudgedPage {
  name: string
  /** What a capture of it must be judged as. */
  verdict: Verdict
  /** Address that the browser ends at. */
  finalUrl: string
  httpStatus: number
  html: string
}

interface Facts {
  status?: number
  title?: string
  head?: string
  lang?: string
}

export function judgedPage(
  verdict: Verdict,
  name: string,
  finalUrl: string,
  body: string,
  { status = 200, title = '', head = '', lang = 'en' }: Facts = {},
): JudgedPage {
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`
  return { name, verdict, finalUrl, httpStatus: status, html }
}

export const zh = (facts: Facts = {}): Facts => ({ lang: 'zh-CN', ...facts })
export const nav = (...words: string[]) =>
  `<nav><ul>${words.map((word, index) => `<li><a href="/n${index}">${word}</a></li>`).join('')}</ul></nav>`
export const paragraphs = (...texts: string[]) => texts.map((text) => `<p>${text}</p>`).join('')
