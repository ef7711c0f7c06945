// The forms in which a snapshot page shows its snapshot, and the addresses of each.
import type { ArtifactKind, SnapshotView } from '#lib/contract/snapshot.ts'

export const VIEWS = ['read', 'page', 'screenshot', 'text'] as const
export type View = (typeof VIEWS)[number]

export const ARTIFACT_OF_VIEW: Record<View, ArtifactKind> = {
  read: 'article',
  page: 'page',
  screenshot: 'screenshot',
  text: 'text',
}

/** The view asked for, else the first one that this snapshot has. */
export function chooseView(asked: string | undefined, { artifacts }: Pick<SnapshotView, 'artifacts'>): View {
  return (
    VIEWS.find((view) => view === asked) ?? VIEWS.find((view) => artifacts[ARTIFACT_OF_VIEW[view]]) ?? 'page'
  )
}

/** @param words  the search whose words are marked in what can be read */
export function viewHref(id: string, view: View, words?: string): string {
  return `/s/${id}?${new URLSearchParams({ view, ...(words && { q: words }) })}`
}
