// The document that stands for a file: what it shows or plays, its pages, or a card with its name.
import { partType } from '#lib/contract/part-types.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import type { FileKind } from './file-kind.ts'
import type { PagePart } from './capture.ts'

export interface FileFacts {
  kind: FileKind
  type: string
  name: string
  title: string
  digest: Digest
  sizeBytes: number
  /** Of a PDF, in order. */
  pages: { part: PagePart; widthPx: number; heightPx: number }[]
  pageCount: number | null
  /** Of a text. */
  text: string | null
}

const STYLE = `:root{color-scheme:light}body{margin:0;background:#ecebe6;color:#22211d;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:1000px;margin:0 auto;padding:24px 16px}img,video{display:block;max-width:100%;height:auto;margin:0 auto}audio{width:100%}
.sheet{margin:0 auto 16px;background:#fff;box-shadow:0 1px 4px #0003}pre{margin:0;padding:24px;background:#fff;font:14px/1.6 ui-monospace,"Noto Sans Mono CJK SC",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.card{max-width:560px;margin:64px auto;padding:32px;background:#fff;border-radius:12px;box-shadow:0 1px 4px #0002}h1{margin:0 0 12px;font-size:20px;line-height:1.4;overflow-wrap:anywhere}p{margin:4px 0;color:#5d5a50;overflow-wrap:anywhere}code{font-size:12px}
.feed{max-width:760px;margin:0 auto}.feed article{margin:16px 0;padding:20px 24px;background:#fff;border-radius:12px;box-shadow:0 1px 4px #0002}h2{margin:0 0 4px;font-size:18px;line-height:1.4;overflow-wrap:anywhere}.feed a{color:#1f5aa8}.feed p{color:inherit}.feed small{color:#5d5a50}`

/** Text of others for a document of ours. */
export const escape = (text: string) =>
  text
    .toWellFormed()
    .replaceAll('\0', '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

function sizeOf(bytes: number): string {
  const unit = ['B', 'kB', 'MB', 'GB'][Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3))] ?? 'B'
  const value = bytes / 1_000 ** ['B', 'kB', 'MB', 'GB'].indexOf(unit)
  return `${value < 10 && unit !== 'B' ? value.toFixed(1) : Math.round(value)} ${unit}`
}

function cardOf({ title, name, type, sizeBytes, digest }: FileFacts): string {
  const second = title === name ? '' : `<p>${escape(name)}</p>`
  return `<div class="card"><h1>${escape(title)}</h1>${second}<p>${escape(type)} · ${sizeOf(sizeBytes)}</p><p><code>SHA-256 ${digest}</code></p></div>`
}

function bodyOf(facts: FileFacts): string {
  const { kind, digest, pages, text, title } = facts
  if (pages.length > 0)
    return pages
      .map(
        ({ part, widthPx, heightPx }, at) =>
          `<img class="sheet" src="${part.digest}" width="${widthPx}" height="${heightPx}" alt="${at + 1}">`,
      )
      .join('')
  if (kind === 'image') return `<img src="${digest}" alt="${escape(title)}">`
  if (kind === 'video') return `<video controls preload="metadata" src="${digest}"></video>${cardOf(facts)}`
  if (kind === 'audio') return `${cardOf(facts)}<audio controls preload="metadata" src="${digest}"></audio>`
  return text === null ? cardOf(facts) : `<pre>${escape(text)}</pre>`
}

/** The frozen page of a file; like every frozen page it has no scripts and names its parts by digest. */
export function filePage(facts: FileFacts): string {
  return documentOf(facts.title, bodyOf(facts))
}

/** @param body  markup of ours */
export function documentOf(title: string, body: string): string {
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`
}

/** The parts that the page refers to. */
export function partsOf({ kind, type, digest, sizeBytes, pages }: FileFacts): PagePart[] {
  if (pages.length > 0) return pages.map(({ part }) => part)
  const isShown = kind === 'image' || kind === 'audio' || kind === 'video'
  return isShown ? [{ digest, sizeBytes, contentType: partType(type) }] : []
}
