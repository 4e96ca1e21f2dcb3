import { useTexts } from '../../i18n/language.ts'
import { FacetPicker } from '../../parts/FacetPicker.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { SearchBox } from '../../ui/SearchBox.tsx'
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
  const filter = toFilter(search)
  return (
    <div className="flex flex-wrap gap-2">
      <SearchBox
        label={texts.search}
        value={search.q ?? ''}
        onSearch={(text) => onChange({ q: text.trim() === '' ? undefined : text })}
      />
      <FacetPicker
        label={texts.tool}
        document={facetsDocument}
        facet="toolNames"
        filter={filter}
        selected={search.tool}
        onSelect={(tool) => onChange({ tool })}
      />
      <FacetPicker
        label={texts.source}
        document={facetsDocument}
        facet="toolSources"
        filter={filter}
        nameOf={(value) => texts.sources[value]}
        selected={search.source}
        onSelect={(source) => onChange({ source })}
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
    </div>
  )
}
