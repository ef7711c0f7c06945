// The thread in which pages are taken apart: what a hostile page breaks here is this thread.
import { parentPort } from 'node:worker_threads'
import { parseHTML } from 'linkedom'
import { MAX_EXTRACT_DEPTH, MAX_EXTRACT_NODES } from '#lib/kernel/limits.ts'
import type { Article } from './article.ts'
import { extract, type Origin } from './extract.ts'

export interface ExtractRequest {
  html: string
  url: string
  origin: Origin
}

export type ExtractAnswer = { article: Article | null }

/** Start tags of the source, counted before any node is made of them. */
function countTags(html: string): number {
  let count = 0
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1))
    if (/[a-z]/i.test(html.charAt(at + 1))) count += 1
  return count
}

/** Walked without recursion: this is what protects the steps that recurse. (linkedom gives a doctype no sibling: begin below.) */
function isTooDeep(root: Node): boolean {
  let depth = 0
  let node: Node | null = root
  while (node) {
    if (depth > MAX_EXTRACT_DEPTH) return true
    if (node.firstChild) {
      node = node.firstChild
      depth += 1
      continue
    }
    while (node && node !== root && !node.nextSibling) {
      node = node.parentNode
      depth -= 1
    }
    node = node === root ? null : (node?.nextSibling ?? null)
  }
  return false
}

/** Frozen pages were written by a browser. Its reading of others is loaded when the first of them comes. */
async function readable({ html, origin }: ExtractRequest): Promise<string> {
  if (origin === 'frozen') return html
  const { rewriteHtml } = await import('./rewrite-html.ts')
  return rewriteHtml(html)
}

async function answer(request: ExtractRequest): Promise<ExtractAnswer> {
  if (countTags(request.html) > MAX_EXTRACT_NODES) return { article: null }
  try {
    const { document } = parseHTML(await readable(request))
    if (isTooDeep(document.documentElement)) return { article: null }
    return { article: extract(document, request.url, request.origin) }
  } catch {
    // A shadow tree too deep for the stack, or a DOM that no library foresaw: the snapshot stands without an article.
    return { article: null }
  }
}

parentPort?.on('message', (request: ExtractRequest) => {
  void answer(request).then((answered) => parentPort?.postMessage(answered))
})
