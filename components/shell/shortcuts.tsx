'use client'
// Keys that work everywhere: `/` goes to the search field, `n` to the field for a new link.
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isTyping } from '#components/ui/is-typing.ts'

const ADD_FIELD = '#add-text'

function focusFirstVisible(selector: string): boolean {
  const field = [...document.querySelectorAll<HTMLElement>(selector)].find(
    (element) => element.offsetParent !== null,
  )
  field?.focus()
  field?.scrollIntoView({ block: 'center' })
  return Boolean(field)
}

export function Shortcuts() {
  const router = useRouter()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return
      if (event.key !== '/' && event.key !== 'n') return
      event.preventDefault()
      const found = focusFirstVisible(event.key === '/' ? 'input[data-shortcut=search]' : ADD_FIELD)
      if (!found) router.push(event.key === '/' ? '/search' : '/#add')
    }
    // "Add link" on the page that has the field moves the cursor into it.
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('[data-shortcut=add]') : null
      if (link && focusFirstVisible(ADD_FIELD)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('click', onClick, { capture: true })
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('click', onClick, { capture: true })
    }
  }, [router])
  return null
}
