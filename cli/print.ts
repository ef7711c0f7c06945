// What commands say: facts in columns for people and for `cut`, or JSON for programs.
import type { LinkView } from '#lib/contract/link.ts'
import type { SnapshotView } from '#lib/contract/snapshot.ts'

/** The option that reading commands share. */
export const jsonOption = { json: { type: 'boolean' } } as const

/** A text of a stranger in one line: control characters could move the cursor or recolour the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
}

export function printLine(...columns: string[]): void {
  process.stdout.write(`${columns.map(oneLine).join('\t')}\n`)
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** The state of a link in one word: that of its copy, else of the newest try. */
const stateOf = ({ snapshot, latest }: LinkView) => latest?.status ?? snapshot?.verdict ?? '-'

/** `id  state  title  address` */
export function printLink(link: LinkView): void {
  printLine(link.id, stateOf(link), link.title ?? '', link.url)
}

/** One fact a line, those that are missing left out. */
export function printSnapshot(snapshot: SnapshotView): void {
  const facts = {
    snapshot: snapshot.id,
    link: snapshot.linkId,
    url: snapshot.url,
    status: snapshot.status,
    verdict: snapshot.verdict,
    error: snapshot.error && `${snapshot.error.code}: ${snapshot.error.message}`,
    title: snapshot.title,
    byline: snapshot.byline,
    site: snapshot.siteName,
    captured: snapshot.capturedAt,
    words: snapshot.wordCount,
    resources: `${snapshot.resources.stored}/${snapshot.resources.total}`,
    bytes: snapshot.resources.bytes,
  }
  for (const [name, value] of Object.entries(facts)) if (value !== null) printLine(name, String(value))
}
