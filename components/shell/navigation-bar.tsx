'use client'
// A thin moving line while the next page is on its way. Pages are not streamed in pieces: they must be whole without
// scripts, and a page that falls into place by script is not.
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'

/** The address that a click leads to within the app, or null when the browser or nobody follows it. */
function targetOf(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return null
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target || link.origin !== location.origin) return null
  return link.pathname + link.search
}

export function NavigationBar() {
  const here = `${usePathname()}?${useSearchParams()}`
  /** Where we were when the click came: while we still are there, the page is on its way. */
  const [left, setLeft] = useState<string | null>(null)

  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const target = targetOf(event)
      if (target && target !== location.pathname + location.search) setLeft(here)
    }
    document.addEventListener('click', onClick, { capture: true })
    return () => document.removeEventListener('click', onClick, { capture: true })
  }, [here])

  if (left !== here) return null
  return <div aria-hidden className="navigation-bar fixed inset-x-0 top-0 z-50 h-0.5 origin-left bg-accent" />
}
