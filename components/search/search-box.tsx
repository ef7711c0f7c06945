'use client'
// The search field: a plain GET form, so that a search is an address. With JavaScript it offers what may be meant.
import { Bookmark, Clock, FileText, Globe, Search, Tag } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { classNames } from '#components/ui/class-names.ts'
import { INPUT_CLASS } from '#components/ui/field.tsx'
import { Highlighted } from './highlighted.tsx'
import { useSuggestions, type Offer } from './use-suggestions.ts'

interface SearchBoxProps {
  label: string
  placeholder: string
  query?: string
  className?: string
}

const ICONS = { recent: Clock, saved: Bookmark, tag: Tag, site: Globe, title: FileText } as const

export function SearchBox({ label, placeholder, query = '', className }: SearchBoxProps) {
  const t = useT()
  const router = useRouter()
  const listId = useId()
  const form = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState(query)
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const { offers, remember } = useSuggestions(isOpen ? typed : null)
  const isShown = isOpen && offers.length > 0

  const close = () => {
    setIsOpen(false)
    setActive(-1)
  }
  const choose = (offer: Offer) => {
    if ('query' in offer) setTyped(offer.query)
    setActive(-1)
    if (!('href' in offer)) return
    close()
    router.push(offer.href)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // While an input method composes, Enter and arrows belong to it.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const offer = offers[active]
    if (event.key === 'Enter' && isShown && offer) {
      event.preventDefault()
      choose(offer)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setIsOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      // One place more than there are offers: the field itself, where nothing is chosen.
      setActive((current) => ((current + 1 + step + offers.length + 1) % (offers.length + 1)) - 1)
    } else if (event.key === 'Escape' && isShown) {
      event.preventDefault()
      close()
    }
  }

  return (
    <search>
      <form
        ref={form}
        action="/search"
        className={classNames('relative', className)}
        onSubmit={() => {
          remember(typed)
          close()
        }}
      >
        <Search
          aria-hidden
          className="pointer-events-none absolute inset-y-0 start-3.5 my-auto size-4 text-muted"
        />
        <input
          type="search"
          name="q"
          data-shortcut="search"
          aria-label={label}
          aria-keyshortcuts="/"
          placeholder={placeholder}
          value={typed}
          maxLength={512}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          role="combobox"
          aria-expanded={isShown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
          onChange={(event) => {
            setTyped(event.target.value)
            setIsOpen(true)
            setActive(-1)
          }}
          onClick={() => setIsOpen(true)}
          onBlur={close}
          onKeyDown={onKeyDown}
          className={classNames(INPUT_CLASS, 'rounded-full ps-10 md:min-h-10')}
        />
        {/* The combobox pattern of WAI-ARIA: HTML has no listbox that belongs to a text field. */}
        {/* oxlint-disable jsx-a11y/prefer-tag-over-role */}
        <div
          id={listId}
          role="listbox"
          aria-label={t('search.suggestions')}
          hidden={!isShown}
          className="absolute inset-x-0 top-full z-40 mt-1 max-h-[min(28rem,70dvh)] overflow-y-auto rounded-xl border border-line bg-surface p-1 shadow-pop"
        >
          {offers.map((offer, index) => (
            <Option
              key={offer.key}
              id={`${listId}-${index}`}
              offer={offer}
              isActive={index === active}
              onChoose={() => choose(offer)}
            />
          ))}
        </div>
      </form>
    </search>
  )
}

interface OptionProps {
  id: string
  offer: Offer
  isActive: boolean
  onChoose(): void
}

function Option({ id, offer, isActive, onChoose }: OptionProps) {
  const t = useT()
  const Icon = ICONS[offer.kind]
  return (
    // oxlint-disable jsx-a11y/prefer-tag-over-role
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className="flex min-h-11 cursor-pointer items-center gap-2.5 rounded-lg px-3 text-[0.9375rem] hover:bg-sunken aria-selected:bg-accent-soft md:min-h-9"
      // Before blur, which closes the list.
      onPointerDown={(event) => {
        event.preventDefault()
        onChoose()
      }}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">
        {offer.kind === 'title' ? <Highlighted highlight={offer.highlight} /> : offer.label}
        {offer.kind === 'saved' && offer.query !== offer.label && (
          <span className="ms-2 font-mono text-sm text-muted">{offer.query}</span>
        )}
      </span>
      <span className="shrink-0 text-xs text-muted">{t(`search.offer_${offer.kind}`)}</span>
    </div>
  )
}
