'use server'
// What people do with links, snapshots and tags.
import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { captureOptionsOf } from '#lib/contract/capture-options.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_LINKS_PER_SUBMIT } from '#lib/kernel/limits.ts'
import { findUrls } from '#lib/kernel/url.ts'
import { deleteLink } from '#lib/usecases/links/delete-link.ts'
import { submitMany } from '#lib/usecases/links/submit-many.ts'
import { updateLink } from '#lib/usecases/links/update-link.ts'
import { cancelSnapshot } from '#lib/usecases/snapshots/cancel-snapshot.ts'
import { retrySnapshot } from '#lib/usecases/snapshots/retry-snapshot.ts'
import { splitTags } from '#components/tag/split-tags.ts'
import type { FormResult } from '#components/form-result.ts'
import type { LinkPatch } from '#components/link/link-editor.tsx'
import type { AddLinksResult } from '#components/link/link-form.tsx'
import { answer, refusal, textOf } from './answer.ts'
import { requestContext } from './context.ts'
import { requestTranslate } from './preferences.ts'

const tagsIn = (form: FormData): string[] => form.getAll('tags').flatMap((value) => splitTags(String(value)))

/** One word that is no address is sent as it is: the refusal then says what is wrong with it. */
function addressesIn(text: string): string[] {
  const found = findUrls(text)
  return found.length > 0 || /\s/.test(text.trim()) ? found : [text.trim()].filter(Boolean)
}

/** What was chosen of how they are captured; what was not is as usual. */
const captureIn = (form: FormData) =>
  captureOptionsOf(
    Object.fromEntries(
      ['patience', 'banners'].flatMap((name) => (textOf(form, name) ? [[name, textOf(form, name)]] : [])),
    ),
  )

/** Saves every address found in what was pasted; what was refused comes back with its reason. */
export async function addLinksAction(_: AddLinksResult, form: FormData): Promise<AddLinksResult> {
  const t = await requestTranslate()
  const urls = addressesIn(textOf(form, 'text'))
  if (urls.length === 0) return { status: 'refused', message: t('add.no_address') }
  if (urls.length > MAX_LINKS_PER_SUBMIT)
    return { status: 'refused', message: t('add.too_many', { count: MAX_LINKS_PER_SUBMIT }) }
  try {
    const facts = { tags: tagsIn(form), capture: captureIn(form) }
    const { results } = await submitMany(await requestContext(), { urls, ...facts })
    refresh()
    const refused = results.flatMap((one) =>
      'error' in one ? [{ url: one.url, message: one.error.message }] : [],
    )
    const added = results.filter((one) => 'snapshot' in one && one.isNewLink).length
    const again = results.length - refused.length - added
    const said = [added > 0 && t('add.done', { count: added }), again > 0 && t('add.again', { count: again })]
    return { status: 'done', message: said.filter(Boolean).join(' · '), refused }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function updateLinkAction(id: string, patch: LinkPatch): Promise<FormResult> {
  return answer('action.saved', async () => {
    await updateLink(await requestContext(), { ...patch, id })
    refresh()
  })
}

export async function deleteLinkAction(id: string): Promise<void> {
  await deleteLink(await requestContext(), { id })
  redirect('/')
}

/** Tries a failed capture again, where it is shown. */
export async function retryAction(form: FormData): Promise<void> {
  await retrySnapshot(await requestContext(), { id: textOf(form, 'id') })
  refresh()
}

/** Ends a capture that waits or runs. One that has ended by itself meanwhile is shown as what it became. */
export async function cancelAction(form: FormData): Promise<void> {
  await cancelSnapshot(await requestContext(), { id: textOf(form, 'id') }).catch((thrown: unknown) => {
    if (!(thrown instanceof AppError && thrown.code === 'conflict')) throw thrown
  })
  refresh()
}

/** Captures the address of a snapshot once more and shows the new version. */
export async function recaptureAction(form: FormData): Promise<void> {
  const { id } = await retrySnapshot(await requestContext(), { id: textOf(form, 'id') })
  redirect(`/s/${id}`)
}
