// A tag as a small label; its colour only tints the name, so that the contrast holds.
import { Link } from '#components/ui/link.tsx'
import type { CSSProperties } from 'react'
import { tagHref } from './tag-href.ts'

export const CHIP_CLASS =
  'inline-flex max-w-full items-center gap-1 rounded-md bg-sunken px-2 py-0.5 text-[0.8125rem] leading-5 text-[var(--tag)]'

/** The custom property that draws a tag's colour; `gray` is the colour of tags without one. */
export function tagStyle(color: string | null): CSSProperties {
  return { ['--tag' as string]: `var(--tag-${color ?? 'gray'})` }
}

export function TagChip({ tag }: { tag: { path: string; color: string | null } }) {
  return (
    <Link href={tagHref(tag.path)} className={`${CHIP_CLASS} hover:underline`} style={tagStyle(tag.color)}>
      <span aria-hidden className="opacity-60">
        #
      </span>
      <span className="truncate">{tag.path}</span>
    </Link>
  )
}
