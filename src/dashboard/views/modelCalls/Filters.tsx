import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { FacetPicker } from '../../parts/FacetPicker.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { FilterChip } from '../../ui/FilterChip.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { facetsDocument } from './document.ts'
import { type ModelCallsSearch, toFilter } from './search.ts'
import { modelCallsTexts } from './texts.ts'

/** Selects the calls of the list. */
export const Filters = ({
  search,
  onChange,
  kinds,
}: {
  readonly search: ModelCallsSearch
  readonly onChange: (change: Partial<ModelCallsSearch>) => void
  /** The choice between the kinds of calls. */
  readonly kinds: ReactNode
}) => {
  const texts = useTexts(modelCallsTexts)
  const names = useTexts(recordTexts)
  const filter = toFilter(search)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {kinds}
      <SearchBox
        label={texts.search}
        value={search.q ?? ''}
        onSearch={(text) => onChange({ q: text.trim() === '' ? undefined : text })}
      />
      <FacetPicker
        label={names.model}
        document={facetsDocument}
        facet="modelNames"
        filter={filter}
        selected={search.model}
        onSelect={(model) => onChange({ model })}
      />
      <FacetPicker
        label={names.status}
        document={facetsDocument}
        facet="statuses"
        filter={filter}
        nameOf={(value) => names.statuses[value]}
        selected={search.status}
        onSelect={(status) => onChange({ status })}
      />
      {search.tokens ? (
        <FilterChip text={texts.withoutTokens} onRemove={() => onChange({ tokens: undefined })} />
      ) : null}
    </div>
  )
}
