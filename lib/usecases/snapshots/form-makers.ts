// The table of forms that are made on demand: what each needs, and who makes it.
import type { MakeForm } from '#lib/archive/frozen-source.ts'
import { HTML_FILE_VERSION, writeHtmlFile } from '#lib/archive/html-file.ts'
import { MHTML_VERSION, writeMhtml } from '#lib/archive/mhtml.ts'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { MADE_KINDS, RENDERED_FORMS, type MadeKind } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import type { Ctx } from '../define-use-case.ts'
import { makeMarkdown } from './make-markdown.ts'
import { WACZ_VERSION } from '#lib/archive/wacz.ts'
import { makeWacz } from './make-wacz.ts'

/** Made in this process, as a stream into the blob store. */
interface MakerHere {
  where: 'here'
  /** Rises whenever the output changes: older outputs are then made again at the next request. */
  version: number
  contentType: string
  /** Needs an article besides the page. */
  needsArticle?: boolean
  make: MakeForm
}

/**
 * Made by a worker (a browser is needed): `enqueue` asks for it, once however often it is called, and the caller is told
 * to come back. The worker stores it with `saveMadeArtifact` under the same version.
 */
interface MakerElsewhere {
  where: 'elsewhere'
  version: number
  contentType: string
  needsArticle?: boolean
  enqueue(ctx: Ctx, snapshot: { id: string; libraryId: string }): Promise<void>
}

export type Maker = MakerHere | MakerElsewhere

const MAKERS: Record<MadeKind, Maker> = {
  markdown: {
    where: 'here',
    version: 1,
    contentType: 'text/markdown; charset=utf-8',
    needsArticle: true,
    make: makeMarkdown,
  },
  'single.html': {
    where: 'here',
    version: HTML_FILE_VERSION,
    contentType: 'text/html; charset=utf-8',
    make: writeHtmlFile,
  },
  'archive.mhtml': {
    where: 'here',
    version: MHTML_VERSION,
    contentType: 'multipart/related',
    make: writeMhtml,
  },
  'archive.wacz': {
    where: 'here',
    version: WACZ_VERSION,
    contentType: 'application/wacz',
    make: makeWacz,
  },
  pdf: {
    where: 'elsewhere',
    ...RENDERED_FORMS.pdf,
    enqueue: ({ db, queue }, { id }) =>
      inTransaction(db, (tx) =>
        queue.enqueue(tx, 'render', { snapshotId: id, form: 'pdf' }, { priority: JOB_PRIORITY.interactive }),
      ),
  },
}

export const isMadeKind = (kind: string): kind is MadeKind => MADE_KINDS.some((made) => made === kind)

/** The maker of this form of a snapshot with these artifacts; null when it cannot be made. */
export function makerOf(
  kind: MadeKind,
  snapshot: { status: string; artifacts: readonly { kind: string }[] },
): Maker | null {
  const maker = MAKERS[kind]
  const has = (form: string) => snapshot.artifacts.some((artifact) => artifact.kind === form)
  if (snapshot.status !== 'ready' || !has('page')) return null
  return maker.needsArticle && !has('article') ? null : maker
}
