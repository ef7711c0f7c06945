'use client'
// The field for new links: one line that grows, whatever is pasted; Enter saves, but never while an input method composes.
import { Camera, Link2 } from 'lucide-react'
import { useActionState, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { toast } from 'sonner'
import { useT } from '#components/i18n-provider.tsx'
import { TagInput } from '#components/tag/tag-input.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { CaptureFields } from './capture-fields.tsx'
import { ADD_TEXT_CLASS } from './add-text-class.ts'

/** What became of a submission; refused addresses stay in the field. */
export type AddLinksResult =
  | { status: 'idle' }
  | { status: 'done'; message: string; refused: { url: string; message: string }[] }
  | { status: 'refused'; message: string }

const NONE: readonly string[] = []

interface LinkFormProps {
  action(previous: AddLinksResult, form: FormData): Promise<AddLinksResult>
  knownTags: readonly string[]
  initialText?: string
  initialTags?: readonly string[]
}

function submitOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  // 229 is what some browsers report for the Enter that ends a composition.
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
    return
  event.preventDefault()
  event.currentTarget.form?.requestSubmit()
}

export function LinkForm({ action, knownTags, initialText = '', initialTags = NONE }: LinkFormProps) {
  const t = useT()
  const id = useId()
  const [result, submit, isPending] = useActionState(action, { status: 'idle' })
  const [text, setText] = useState(initialText)
  const [tags, setTags] = useState(initialTags)
  const field = useRef<HTMLTextAreaElement>(null)

  // A new answer settles the fields in the same draw: what was refused stays, the rest is gone.
  const [answered, setAnswered] = useState(result)
  if (answered !== result) {
    setAnswered(result)
    if (result.status === 'done') {
      setText(result.refused.map(({ url }) => url).join('\n'))
      setTags(initialTags)
    }
  }
  useEffect(() => {
    if (result.status !== 'done') return
    if (result.message) toast.success(result.message)
    field.current?.focus()
  }, [result])

  const refused = result.status === 'done' ? result.refused : []
  return (
    <form id="add" action={submit} className="scroll-mt-24 space-y-3">
      <div className="relative">
        <label htmlFor="add-text" className="sr-only">
          {t('add.label')}
        </label>
        <Link2 aria-hidden className="pointer-events-none absolute start-4 top-4.5 size-5 text-muted" />
        <textarea
          ref={field}
          id="add-text"
          name="text"
          rows={1}
          required
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={submitOnEnter}
          placeholder={t('add.placeholder')}
          inputMode="url"
          enterKeyHint="done"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          aria-keyshortcuts="n"
          aria-invalid={result.status === 'refused' ? true : undefined}
          aria-describedby={`${id}-hint`}
          className={ADD_TEXT_CLASS}
        />
      </div>
      {result.status === 'refused' && (
        <Notice tone="danger" isAlert>
          {result.message}
        </Notice>
      )}
      {refused.length > 0 && (
        <Notice tone="warn" isAlert>
          <p>{t('add.refused')}</p>
          <ul className="mt-1 space-y-0.5">
            {refused.map(({ url, message }) => (
              <li key={url}>
                <span className="font-mono text-[0.8125rem] break-all">{url}</span> · {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="flex flex-wrap items-start gap-3">
        <label id={`${id}-tags-label`} htmlFor={`${id}-tags`} className="sr-only">
          {t('add.tags')}
        </label>
        <TagInput
          id={`${id}-tags`}
          labelledBy={`${id}-tags-label`}
          known={knownTags}
          value={tags}
          onChange={setTags}
          className="min-w-60 flex-1"
        />
        <Button
          type="submit"
          look="primary"
          disabled={isPending}
          className="min-h-11 max-sm:w-full md:min-h-11"
        >
          <Camera aria-hidden />
          {isPending ? t('add.submitting') : t('add.submit')}
        </Button>
      </div>
      <details className="text-sm">
        <summary className="w-fit cursor-pointer rounded py-3 text-muted hover:text-ink md:py-1">
          {t('add.options')}
        </summary>
        <div className="grid gap-4 pt-2 sm:grid-cols-2">
          <CaptureFields />
        </div>
      </details>
      <p id={`${id}-hint`} className="text-sm text-muted">
        {t('add.hint')}
      </p>
    </form>
  )
}
