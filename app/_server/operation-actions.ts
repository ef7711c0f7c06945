'use server'
// What people do to many links or tags at once, and taking it back.
import { refresh } from 'next/cache'
import type { OperationView } from '#lib/contract/operation.ts'
import { deleteLinks } from '#lib/usecases/links/delete-links.ts'
import { editLinks } from '#lib/usecases/links/edit-links.ts'
import { recaptureLinks } from '#lib/usecases/links/recapture-links.ts'
import { getOperation } from '#lib/usecases/operations/get-operation.ts'
import { undoOperation } from '#lib/usecases/operations/undo-operation.ts'
import { deleteTag } from '#lib/usecases/tags/delete-tag.ts'
import { mergeTags } from '#lib/usecases/tags/merge-tags.ts'
import { splitTag } from '#lib/usecases/tags/split-tag.ts'
import { updateTag } from '#lib/usecases/tags/update-tag.ts'
import type { FormResult } from '#components/form-result.ts'
import type { ChosenLinks, LinksEdit, OperationResult } from '#components/operation/operation-result.ts'
import { undoneSentence } from '#components/operation/undone-sentence.ts'
import type { TagChange } from '#components/tag/tag-editor.tsx'
import { tagHref } from '#components/tag/tag-href.ts'
import { refusal } from './answer.ts'
import { requestContext } from './context.ts'
import { operate } from './operate.ts'
import { requestTranslate } from './preferences.ts'

const tagPage = ({ subject }: OperationView) => tagHref(subject.into[0] ?? '')

/** Tags, untags, shows or hides links: those chosen, or all of a list. */
export async function editLinksAction(edit: LinksEdit): Promise<OperationResult> {
  return operate(async () => editLinks(await requestContext(), edit))
}

/** Deletes links for good: those chosen, or all of a list. */
export async function deleteLinksAction(which: ChosenLinks): Promise<OperationResult> {
  return operate(async () => deleteLinks(await requestContext(), which))
}

/** Captures links again. */
export async function recaptureLinksAction(which: ChosenLinks): Promise<OperationResult> {
  return operate(async () => recaptureLinks(await requestContext(), which))
}

/** Renames, recolours and re-aliases a tag, then shows it under its new name. */
export async function updateTagAction(id: string, change: TagChange): Promise<OperationResult> {
  return operate(async () => {
    const ctx = await requestContext()
    const { operationId } = await updateTag(ctx, { id, ...change })
    return getOperation(ctx, { id: operationId })
  }, tagPage)
}

export async function mergeTagAction(id: string, into: string): Promise<OperationResult> {
  return operate(async () => mergeTags(await requestContext(), { from: [id], into }), tagPage)
}

export async function splitTagAction(
  id: string,
  split: { into: string[]; q?: string },
): Promise<OperationResult> {
  return operate(async () => splitTag(await requestContext(), { id, ...split }), tagPage)
}

export async function deleteTagAction(id: string): Promise<OperationResult> {
  return operate(
    async () => deleteTag(await requestContext(), { id }),
    () => '/t',
  )
}

export async function undoAction(id: string): Promise<FormResult> {
  try {
    const operation = await undoOperation(await requestContext(), { id })
    refresh()
    return { status: 'done', message: undoneSentence(await requestTranslate(), operation) }
  } catch (thrown) {
    return refusal(thrown)
  }
}
