import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { ListFilters } from '../../../parts/ListFilters.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { valueTexts } from '../../../parts/valueTexts.ts'
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
  const { purposes } = useTexts(valueTexts)
  return (
    <ListFilters
      before={kinds}
      searchLabel={texts.searchEmbedding}
      document={embeddingFacetsDocument}
      facets={[
        { facet: 'modelNames', parameter: 'model', label: names.model },
        { facet: 'statuses', parameter: 'status', label: names.status, nameOf: (status) => names.statuses[status] },
        { facet: 'callTypes', parameter: 'purpose', label: texts.purpose, nameOf: (type) => purposes[type] },
        { facet: 'knowledgeBaseIds', parameter: 'base', label: texts.base },
      ]}
      filter={toEmbeddingFilter(search)}
      search={search}
      onChange={onChange}
    />
  )
}
