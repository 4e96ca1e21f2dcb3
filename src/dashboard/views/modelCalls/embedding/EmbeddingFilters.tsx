import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { FacetPicker } from '../../../parts/FacetPicker.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { SearchBox } from '../../../ui/SearchBox.tsx'
import { type ModelCallsSearch, toEmbeddingFilter } from '../search.ts'
import { modelCallsTexts } from '../texts.ts'
import { embeddingFacetsDocument } from './document.ts'

/** Selects the embedding calls of the list. */
export const EmbeddingFilters = ({
  search,
  onChange,
  kinds,
}: {
  readonly search: ModelCallsSearch
  readonly onChange: (change: Partial<ModelCallsSearch>) => void
  readonly kinds: ReactNode
}) => {
  const texts = useTexts(modelCallsTexts)
  const names = useTexts(recordTexts)
  const filter = toEmbeddingFilter(search)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {kinds}
      <SearchBox
        label={texts.searchEmbedding}
        value={search.q ?? ''}
        onSearch={(text) => onChange({ q: text.trim() === '' ? undefined : text })}
      />
      <FacetPicker
        label={names.model}
        document={embeddingFacetsDocument}
        facet="modelNames"
        filter={filter}
        selected={search.model}
        onSelect={(model) => onChange({ model })}
      />
      <FacetPicker
        label={names.status}
        document={embeddingFacetsDocument}
        facet="statuses"
        filter={filter}
        nameOf={(value) => names.statuses[value]}
        selected={search.status}
        onSelect={(status) => onChange({ status })}
      />
      <FacetPicker
        label={texts.purpose}
        document={embeddingFacetsDocument}
        facet="callTypes"
        filter={filter}
        nameOf={(value) => texts.purposes[value]}
        selected={search.purpose}
        onSelect={(purpose) => onChange({ purpose })}
      />
      <FacetPicker
        label={texts.base}
        document={embeddingFacetsDocument}
        facet="knowledgeBaseIds"
        filter={filter}
        selected={search.base}
        onSelect={(base) => onChange({ base })}
      />
    </div>
  )
}
