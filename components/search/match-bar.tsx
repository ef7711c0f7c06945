'use client'
// Steps through the places that a search marked in the page, by buttons or keys, and ends the marking.
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import type { TextMatches } from '#lib/contract/text-matches.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { isTyping } from '#components/ui/is-typing.ts'

interface MatchBarProps extends Pick<TextMatches, 'count' | 'exact'> {
  /** The address of the same view without marks. */
  endHref: string
}

/** Makes one place the current one, unfolds what hides it, and brings it into view. */
function show(number: number): void {
  for (const mark of document.querySelectorAll('mark[data-match][aria-current]'))
    mark.removeAttribute('aria-current')
  const pieces = document.querySelectorAll(`mark[data-match="${number}"]`)
  for (const piece of pieces) piece.setAttribute('aria-current', 'true')
  for (let fold = pieces[0]?.closest('details'); fold; fold = fold.parentElement?.closest('details'))
    fold.open = true
  pieces[0]?.scrollIntoView({ block: 'center', inline: 'nearest' })
}

export function MatchBar({ count, exact, endHref }: MatchBarProps) {
  const t = useT()
  const router = useRouter()
  const [current, setCurrent] = useState(1)
  const [isEnded, setIsEnded] = useState(false)
  useEffect(() => show(current), [current])
  const step = useCallback(
    (by: 1 | -1) => setCurrent((number) => ((number - 1 + by + count) % count) + 1),
    [count],
  )
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return
      // A dialog above has these keys to itself.
      if (event.defaultPrevented || document.querySelector('[role=dialog]')) return
      if (event.key === 'j' && count > 0) step(1)
      else if (event.key === 'k' && count > 0) step(-1)
      else if (event.key === 'Escape') {
        setIsEnded(true)
        router.replace(endHref, { scroll: false })
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [count, endHref, router, step])
  if (isEnded) return null
  const total = `${count}${exact ? '' : '+'}`
  return (
    <section
      aria-label={t('matches.title')}
      className="fixed inset-x-3 bottom-20 z-20 mx-auto flex w-fit items-center rounded-full border border-line bg-surface py-1 ps-4 pe-1 shadow-pop md:bottom-6"
    >
      <output className="me-2 text-sm">
        {count === 0 ? (
          t('matches.none')
        ) : (
          <>
            <span className="sr-only">{t('matches.place', { place: current, total })}</span>
            <span aria-hidden className="tabular-nums">
              {current} / {total}
            </span>
          </>
        )}
      </output>
      {count > 0 && (
        <>
          <Button
            look="ghost"
            size="icon"
            className="rounded-full"
            aria-label={t('matches.previous')}
            title={`${t('matches.previous')} (K)`}
            onClick={() => step(-1)}
          >
            <ChevronUp aria-hidden />
          </Button>
          <Button
            look="ghost"
            size="icon"
            className="rounded-full"
            aria-label={t('matches.next')}
            title={`${t('matches.next')} (J)`}
            onClick={() => step(1)}
          >
            <ChevronDown aria-hidden />
          </Button>
        </>
      )}
      <Link
        href={endHref}
        replace
        scroll={false}
        aria-label={t('matches.end')}
        title={`${t('matches.end')} (Esc)`}
        onClick={() => setIsEnded(true)}
        className={buttonClass({ look: 'ghost', size: 'icon' }, 'rounded-full')}
      >
        <X aria-hidden />
      </Link>
    </section>
  )
}
