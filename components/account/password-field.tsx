'use client'
// The password field, which can be looked at.
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'

interface PasswordFieldProps {
  autoComplete: 'current-password' | 'new-password'
  /** Of the form field, `password` unless a form has two. */
  name?: string
  label?: string
  /** The name of the field, unless the page has several of it. */
  id?: string
  hint?: string
  error?: string
}

export function PasswordField({
  autoComplete,
  name = 'password',
  id = name,
  label,
  hint,
  error,
}: PasswordFieldProps) {
  const t = useT()
  const [isShown, setIsShown] = useState(false)
  return (
    <Field
      id={id}
      name={name}
      type={isShown ? 'text' : 'password'}
      label={label ?? t('account.password')}
      required
      maxLength={256}
      minLength={autoComplete === 'new-password' ? 10 : undefined}
      autoComplete={autoComplete}
      hint={hint}
      error={error}
      end={
        <button
          type="button"
          aria-pressed={isShown}
          aria-label={t(isShown ? 'account.password_hide' : 'account.password_show')}
          className={buttonClass({ look: 'ghost', size: 'icon' })}
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </button>
      }
    />
  )
}
