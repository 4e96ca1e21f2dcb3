import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { FacetPicker } from '../../parts/FacetPicker.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { facetsDocument } from './document.ts'
import { type ErrorsSearch, toFilter } from './search.ts'
import { errorsTexts } from './texts.ts'

/** Selects the errors, and whether they are shown in groups. */
export const Filters = ({
  search,
  onChange,
  shown,
}: {
  readonly search: ErrorsSearch
  readonly onChange: (change: Partial<ErrorsSearch>) => void
  readonly shown: ReactNode
}) => {
  const texts = useTexts(errorsTexts)
  const filter = toFilter(search)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {shown}
      <SearchBox
        label={texts.search}
        value={search.q ?? ''}
        onSearch={(text) => onChange({ q: text.trim() === '' ? undefined : text })}
      />
      <FacetPicker
        label={texts.type}
        document={facetsDocument}
        facet="errorTypes"
        filter={filter}
        selected={search.type}
        onSelect={(type) => onChange({ type })}
      />
    </div>
  )
}
