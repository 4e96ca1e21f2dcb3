import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { ListFilters } from '../../parts/ListFilters.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { FilterChip } from '../../ui/FilterChip.tsx'
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
  return (
    <ListFilters
      before={kinds}
      searchLabel={texts.search}
      document={facetsDocument}
      facets={[
        { facet: 'modelNames', parameter: 'model', label: names.model },
        { facet: 'statuses', parameter: 'status', label: names.status, nameOf: (status) => names.statuses[status] },
      ]}
      filter={toFilter(search)}
      search={search}
      onChange={onChange}
    >
      {search.tokens ? (
        <FilterChip text={texts.withoutTokens} onRemove={() => onChange({ tokens: undefined })} />
      ) : null}
    </ListFilters>
  )
}
