'use client'
// Renames and recolours a tag, in a dialog. It can be undone.
import { Pencil } from 'lucide-react'
import { useId, useState } from 'react'
import type { TagView } from '#lib/contract/tag.ts'
import { useT } from '#components/i18n-provider.tsx'
import { OperationDialog } from '#components/operation/operation-dialog.tsx'
import type { OperationResult } from '#components/operation/operation-result.ts'
import type { Undo } from '#components/operation/use-operation.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { splitTags } from './split-tags.ts'
import { tagStyle } from './tag-chip.tsx'

const COLORS = ['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple'] as const

export type TagChange = Pick<TagView, 'path' | 'color' | 'aliases'>

interface TagEditorProps {
  tag: TagView
  save(change: TagChange): Promise<OperationResult>
  undo: Undo
}

export function TagEditor({ tag, save, undo }: TagEditorProps) {
  const t = useT()
  const id = useId()
  const [path, setPath] = useState(tag.path)
  const [color, setColor] = useState(tag.color)
  const [aliases, setAliases] = useState('')
  return (
    <OperationDialog
      trigger={
        <Button look="ghost" size="icon" label={t('tag.edit')}>
          <Pencil aria-hidden />
        </Button>
      }
      title={t('tag.edit')}
      confirm={t('action.save')}
      undo={undo}
      operate={() => save({ path, color, aliases: splitTags(aliases) })}
      onOpen={() => {
        setPath(tag.path)
        setColor(tag.color)
        setAliases(tag.aliases.join('，'))
      }}
    >
      <Field
        id={`${id}-path`}
        label={t('tag.path')}
        hint={t('tag.path_hint')}
        value={path}
        onChange={({ target }) => setPath(target.value)}
        required
        maxLength={64}
      />
      <Field
        id={`${id}-aliases`}
        label={t('tag.aliases')}
        hint={t('tag.aliases_hint')}
        value={aliases}
        onChange={({ target }) => setAliases(target.value)}
        autoComplete="off"
      />
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">{t('tag.color')}</legend>
        <div className="grid grid-cols-3 gap-1 sm:grid-cols-4">
          {[null, ...COLORS].map((option) => (
            <label
              key={option ?? 'none'}
              style={tagStyle(option)}
              className="flex min-h-11 cursor-pointer items-center gap-1.5 rounded-lg px-2 text-sm text-[var(--tag)] hover:bg-sunken has-checked:bg-sunken has-checked:font-medium"
            >
              <input
                type="radio"
                name="color"
                value={option ?? ''}
                checked={option === color}
                onChange={() => setColor(option)}
                className="size-4 accent-[var(--tag)]"
              />
              {t(`tag.color_${option ?? 'none'}`)}
            </label>
          ))}
        </div>
      </fieldset>
    </OperationDialog>
  )
}
