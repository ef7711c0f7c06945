'use client'
// Where short confirmations appear; they take no focus and wait while the pointer rests on them.
import { Toaster as Sonner } from 'sonner'

export function Toaster({ theme, label }: { theme: 'light' | 'dark' | 'system'; label: string }) {
  return (
    <Sonner
      theme={theme}
      containerAriaLabel={label}
      position="bottom-center"
      offset={{ bottom: '5rem' }}
      mobileOffset={{ bottom: '5rem' }}
      toastOptions={{
        style: {
          background: 'var(--surface)',
          color: 'var(--ink)',
          borderColor: 'var(--line)',
          fontSize: '0.9375rem',
        },
      }}
    />
  )
}
