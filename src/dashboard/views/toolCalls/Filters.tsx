import { useTexts } from '../../i18n/language.ts'
import { ListFilters } from '../../parts/ListFilters.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { valueTexts } from '../../parts/valueTexts.ts'
import { facetsDocument } from './document.ts'
import { type ToolCallsSearch, toFilter } from './search.ts'
import { toolCallsTexts } from './texts.ts'

/** Selects the calls. */
export const Filters = ({
  search,
  onChange,
}: {
  readonly search: ToolCallsSearch
  readonly onChange: (change: Partial<ToolCallsSearch>) => void
}) => {
  const texts = useTexts(toolCallsTexts)
  const names = useTexts(recordTexts)
  const { toolSources } = useTexts(valueTexts)
  return (
    <ListFilters
      searchLabel={texts.search}
      document={facetsDocument}
      facets={[
        { facet: 'toolNames', parameter: 'tool', label: texts.tool },
        { facet: 'toolSources', parameter: 'source', label: texts.source, nameOf: (source) => toolSources[source] },
        { facet: 'statuses', parameter: 'status', label: names.status, nameOf: (status) => names.statuses[status] },
      ]}
      filter={toFilter(search)}
      search={search}
      onChange={onChange}
    />
  )
}
