'use client'
// A search that is saved, or was, in a dialog.
import { useRef, useState, type ReactElement } from 'react'
import { Modal } from '#components/ui/modal.tsx'
import type { NewSearch, SaveSearch } from './saved-search-actions.ts'
import { SavedSearchForm } from './saved-search-form.tsx'

interface SavedSearchEditorProps {
  trigger: ReactElement<Record<string, unknown>>
  title: string
  why: string
  search: NewSearch
  save: SaveSearch
}

export function SavedSearchEditor({ trigger, title, why, search, save }: SavedSearchEditorProps) {
  const [isOpen, setIsOpen] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  return (
    <Modal
      trigger={trigger}
      title={title}
      why={why}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      focus={nameField}
    >
      <SavedSearchForm search={search} nameField={nameField} save={save} onSaved={() => setIsOpen(false)} />
    </Modal>
  )
}
