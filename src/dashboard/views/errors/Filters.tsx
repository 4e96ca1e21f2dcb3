import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { ListFilters } from '../../parts/ListFilters.tsx'
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
  return (
    <ListFilters
      before={shown}
      searchLabel={texts.search}
      document={facetsDocument}
      facets={[{ facet: 'errorTypes', parameter: 'type', label: texts.type }]}
      filter={toFilter(search)}
      search={search}
      onChange={onChange}
    />
  )
}
