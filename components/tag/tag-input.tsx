'use client'
// Tags as chips with completion. Without JavaScript it is a plain field with commas; both post as `tags`.
import { X } from 'lucide-react'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { splitTags, TAG_SEPARATORS } from './split-tags.ts'
import { hasTag, suggestTags } from './suggest-tags.ts'
import { CHIP_CLASS, tagStyle } from './tag-chip.tsx'
import { useSoundingTags } from './use-sounding-tags.ts'

export interface TagInputProps {
  id: string
  /** Paths of all tags of the library, most used first. */
  known: readonly string[]
  value: readonly string[]
  onChange(paths: string[]): void
  labelledBy?: string
  /** Nothing new can be typed. */
  onlyKnown?: boolean
  className?: string
}

export function TagInput({
  id,
  known,
  value,
  onChange,
  labelledBy,
  onlyKnown = false,
  className,
}: TagInputProps) {
  const t = useT()
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(-1)

  const sounding = useSoundingTags(typed.trim())
  const spelt = suggestTags(typed, known, value)
  const found = [...spelt, ...sounding.filter((path) => !hasTag([...spelt, ...value], path))]
  const isNew =
    !onlyKnown && typed.trim() !== '' && !hasTag(known, typed.trim()) && !hasTag(value, typed.trim())
  const options = isNew ? [...found, typed.trim()] : found
  const isShown = isOpen && options.length > 0

  const add = (paths: string[]) => {
    const next = [...value]
    for (const path of paths.map((part) => part.trim()))
      if (path && !hasTag(next, path) && (!onlyKnown || hasTag(known, path))) next.push(path)
    onChange(next)
    setTyped('')
    setActive(-1)
    // It would lie over what comes next, a button to press for one.
    setIsOpen(false)
  }
  const onType = (text: string) => {
    setIsOpen(true)
    setActive(-1)
    if (!TAG_SEPARATORS.test(text)) return setTyped(text)
    add(splitTags(text))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // While an input method composes, Enter and arrows belong to it.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Enter' && (typed.trim() || active >= 0)) {
      event.preventDefault()
      add([options[active] ?? typed])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setIsOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive(
        (current) =>
          (current + step + options.length + (current < 0 && step < 0 ? 1 : 0)) % Math.max(options.length, 1),
      )
    } else if (event.key === 'Escape' && isShown) {
      event.stopPropagation()
      setIsOpen(false)
    } else if (event.key === 'Backspace' && typed === '' && value.length > 0) {
      onChange(value.slice(0, -1))
    }
  }

  return (
    <div className={classNames('relative', className)}>
      <div
        className="flex min-h-11 flex-wrap items-center gap-1.5 rounded-lg border border-control bg-surface px-2 py-1.5 shadow-xs focus-within:border-accent focus-within:outline-2 focus-within:outline-accent"
        onPointerDown={(event) => {
          if (event.target !== event.currentTarget) return
          event.preventDefault()
          field.current?.focus()
        }}
      >
        {value.map((path) => (
          <span key={path} className={classNames(CHIP_CLASS, 'pe-0.5 text-ink')} style={tagStyle(null)}>
            <span className="truncate">{path}</span>
            <button
              type="button"
              aria-label={t('tag.remove', { path })}
              className="relative grid size-6 shrink-0 place-items-center rounded before:absolute before:-inset-x-1 before:-inset-y-2.5 hover:bg-line"
              onClick={() => onChange(value.filter((kept) => kept !== path))}
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </span>
        ))}
        {value.length > 0 && <input type="hidden" name="tags" value={value.join(',')} />}
        <input
          ref={field}
          id={id}
          name={typed || value.length === 0 ? 'tags' : undefined}
          value={typed}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={onKeyDown}
          onFocus={() => setIsOpen(true)}
          onBlur={() => {
            setIsOpen(false)
            if (typed.trim()) add([typed])
          }}
          role="combobox"
          aria-expanded={isShown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
          aria-labelledby={labelledBy}
          placeholder={value.length === 0 && !onlyKnown ? t('tag.add') : undefined}
          autoComplete="off"
          autoCapitalize="off"
          className="min-w-16 flex-1 bg-transparent px-1 py-0.5 outline-none"
        />
      </div>
      {/* The combobox pattern of WAI-ARIA: HTML has no listbox that belongs to a text field with chips. */}
      {/* oxlint-disable jsx-a11y/prefer-tag-over-role */}
      <div
        id={listId}
        role="listbox"
        aria-label={t('tag.suggestions')}
        hidden={!isShown}
        className="absolute inset-x-0 top-full z-20 mt-1 max-h-64 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-pop"
      >
        {options.map((path, index) => (
          <div
            key={path}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="flex min-h-11 cursor-pointer items-center rounded-md px-3 text-[0.9375rem] hover:bg-sunken aria-selected:bg-accent-soft md:min-h-9"
            // Before blur, which would take the typed text first.
            onPointerDown={(event) => {
              event.preventDefault()
              add([path])
            }}
          >
            {isNew && index === options.length - 1 ? t('tag.create', { path }) : path}
          </div>
        ))}
      </div>
    </div>
  )
}
