// Pieces of code for the made-up sites, and the coloured markup that highlighters write around them.
import { escapeHtml } from '../routes.ts'

const SAMPLES = {
  ts: `interface Ticket { id: string; openedAt: Date; tags: readonly string[] }

// Oldest first; a ticket without tags goes last.
export function order(tickets: Ticket[]): Ticket[] {
  return tickets.toSorted((a, b) => {
    const byTags = Number(b.tags.length > 0) - Number(a.tags.length > 0)
    return byTags || a.openedAt.getTime() - b.openedAt.getTime()
  })
}

export async function* pages(first: string): AsyncGenerator<Ticket[]> {
  let next: string | null = first
  while (next !== null) {
    const answer = await fetch(next, { headers: { accept: "application/json" } })
    if (!answer.ok) throw new Error(\`status \${answer.status}\`)
    const { items, cursor } = await answer.json()
    yield items
    next = cursor === null ? null : "/tickets?after=" + cursor
  }
}`,
  yaml: `services:
  web:
    image: "registry.local/web:4.2"
    restart: unless-stopped
    ports: ["8080:80"]
    environment:
      TZ: Asia/Shanghai        # 日志按本地时间
      CACHE_SIZE: 64m
    depends_on: [store]
  store:
    image: "registry.local/store:16"
    volumes:
      - store-data:/var/lib/store
volumes:
  store-data: {}`,
  bash: `# 每天凌晨备份一次
set -euo pipefail
target="/backup/$(date +%F).tar.zst"
for folder in /srv/web /srv/store; do
  test -d "$folder" || { echo "missing $folder" >&2; exit 1; }
done
tar --zstd -cf "$target" /srv/web /srv/store
find /backup -name '*.tar.zst' -mtime +30 -delete`,
  python: `from dataclasses import dataclass

@dataclass(frozen=True)
class Reading:
    at: float
    value: float

def smooth(readings, alpha=0.3):
    """Exponential smoothing, oldest first."""
    level = None
    for reading in readings:
        level = reading.value if level is None else alpha * reading.value + (1 - alpha) * level
        yield Reading(reading.at, round(level, 3))`,
} as const

export type SampleName = keyof typeof SAMPLES
export const SAMPLE_NAMES: readonly [SampleName, ...SampleName[]] = ['ts', 'yaml', 'bash', 'python']

const TOKEN =
  /(?<comment>\/\/[^\n]*|#[^\n]*)|(?<string>"[^"\n]*"|'[^'\n]*'|`[^`]*`)|(?<keyword>\b(?:interface|export|function|return|const|let|while|if|throw|new|await|async|yield|from|import|class|def|for|in|else|is|None|set|do|done|test|echo|exit|readonly)\b)|(?<number>\b\d[\d.]*\b)/g

/** The code with a span of class `tok-<kind>` around each token. */
export function highlighted(name: SampleName): string {
  let html = ''
  let end = 0
  for (const match of SAMPLES[name].matchAll(TOKEN)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? 'other'
    html += `${escapeHtml(SAMPLES[name].slice(end, match.index))}<span class="tok-${kind}">${escapeHtml(match[0])}</span>`
    end = match.index + match[0].length
  }
  return html + escapeHtml(SAMPLES[name].slice(end))
}

/** Hexo's way: a table with the line numbers in the first cell. */
export function gutterTable(name: SampleName): string {
  const lines = highlighted(name).split('\n')
  return `<figure class="highlight ${name}"><table><tr><td class="gutter"><pre>${lines.map((_line, at) => `<span class="line">${at + 1}</span>`).join('<br>')}</pre></td>
<td class="code"><pre>${lines.map((line) => `<span class="line">${line}</span>`).join('<br>')}</pre></td></tr></table></figure>`
}
