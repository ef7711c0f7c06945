'use client'
// Tags below their label.
import { useId } from 'react'
import { TagInput, type TagInputProps } from './tag-input.tsx'

export function TagField({ label, ...input }: { label: string } & Omit<TagInputProps, 'id' | 'labelledBy'>) {
  const id = useId()
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <TagInput id={id} {...input} />
    </div>
  )
}
