// The search field: a plain GET form, so that a search is an address.
import { Search } from 'lucide-react'
import { classNames } from '#components/ui/class-names.ts'
import { INPUT_CLASS } from '#components/ui/field.tsx'

interface SearchBoxProps {
  label: string
  placeholder: string
  query?: string
  className?: string
}

export function SearchBox({ label, placeholder, query, className }: SearchBoxProps) {
  return (
    <search>
      <form action="/search" className={classNames('relative', className)}>
        <Search
          aria-hidden
          className="pointer-events-none absolute inset-y-0 start-3.5 my-auto size-4 text-muted"
        />
        <input
          // A new search is a new field: what was typed for the last one must not stay.
          key={query}
          type="search"
          name="q"
          data-shortcut="search"
          aria-label={label}
          aria-keyshortcuts="/"
          placeholder={placeholder}
          defaultValue={query}
          maxLength={512}
          autoComplete="off"
          enterKeyHint="search"
          className={classNames(INPUT_CLASS, 'rounded-full ps-10 md:min-h-10')}
        />
      </form>
    </search>
  )
}
