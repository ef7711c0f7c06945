'use client'
// Tags that may fit, each with its reason; a click takes it.
import { Plus } from 'lucide-react'
import { use } from 'react'
import type { TagSuggestion, TagSuggestions } from '#lib/contract/tag.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { useT } from '#components/i18n-provider.tsx'
import { hasTag } from './suggest-tags.ts'
import { CHIP_CLASS, tagStyle } from './tag-chip.tsx'

interface SuggestedTagsProps {
  found: Promise<TagSuggestions>
  /** Tags that the link has now. */
  chosen: readonly string[]
  /** The site of the link, for its name. */
  site: string
  onTake(path: string): void
}

function reasonOf(t: Translate, { because: { words, links, model } }: TagSuggestion, site: string): string {
  if (links === 0) return t(model ? 'suggestion.by_model' : 'suggestion.by_name')
  if (words.length === 0) return t('suggestion.by_site', { count: links, site })
  return t('suggestion.by_words', { count: links, words: words.join(t('suggestion.separator')) })
}

export function SuggestedTags({ found, chosen, site, onTake }: SuggestedTagsProps) {
  const t = useT()
  const { items, newWords } = use(found)
  const rows = [
    ...items.map((item) => ({
      path: item.tag.path,
      color: item.tag.color,
      reason: reasonOf(t, item, site),
      isNew: false,
    })),
    ...newWords.map(({ word, links }) => ({
      path: word,
      color: null,
      reason: t('suggestion.new', { count: links }),
      isNew: true,
    })),
  ].filter(({ path }) => !hasTag(chosen, path))
  if (rows.length === 0) return null
  return (
    <ul aria-label={t('suggestion.title')} className="space-y-0.5">
      {rows.map(({ path, color, reason, isNew }) => (
        <li key={path}>
          <button
            type="button"
            aria-label={t('suggestion.take', { path })}
            onClick={() => onTake(path)}
            className="group flex min-h-11 w-full flex-wrap items-center gap-x-2 gap-y-0.5 rounded-lg px-1 py-1 text-start hover:bg-sunken md:min-h-8"
          >
            <span
              className={`${CHIP_CLASS} ${isNew ? 'border border-dashed border-control bg-transparent' : ''}`}
              style={tagStyle(color)}
            >
              <Plus aria-hidden className="size-3.5 shrink-0" />
              <span className="truncate">{path}</span>
            </span>
            <span className="min-w-0 text-[0.8125rem] text-muted">{reason}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
