'use client'
// The end of a list: loads the next page when it comes into sight. Without JavaScript it is a link to that page.
import { useEffect, useRef, useState, useTransition, type ReactNode } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { buttonClass } from '#components/ui/button.tsx'

export interface MorePage {
  cards: ReactNode
  nextCursor: string | null
}

interface MoreLinksProps {
  nextCursor: string
  /** Address of the page that begins at the cursor, without the cursor itself. */
  href: string
  load(cursor: string): Promise<MorePage>
  /** Shapes of what is being loaded. */
  skeleton: ReactNode
}

/** The next page is asked for this far before its place is seen. */
const AHEAD = '600px'

export function MoreLinks({ nextCursor, href, load, skeleton }: MoreLinksProps) {
  const t = useT()
  const end = useRef<HTMLLIElement>(null)
  const [pages, setPages] = useState<{ cursor: string; cards: ReactNode }[]>([])
  const [cursor, setCursor] = useState<string | null>(nextCursor)
  const [isPending, startTransition] = useTransition()

  useEffect(() => {
    if (!end.current || cursor === null || isPending) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return
        observer.disconnect()
        startTransition(async () => {
          const page = await load(cursor)
          setPages((before) => [...before, { cursor, cards: page.cards }])
          setCursor(page.nextCursor)
        })
      },
      { rootMargin: AHEAD },
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [cursor, isPending, load])

  return (
    <>
      {pages.flatMap((page) => page.cards)}
      {isPending && skeleton}
      <li ref={end} className="col-span-full flex min-h-16 items-center justify-center text-sm text-muted">
        {cursor === null ? (
          t('library.end')
        ) : isPending ? (
          <output>{t('library.loading_more')}</output>
        ) : (
          <a
            href={`${href}${href.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`}
            className={buttonClass()}
          >
            {t('library.more')}
          </a>
        )}
      </li>
    </>
  )
}
