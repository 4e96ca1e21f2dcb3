import { useTexts } from '../../i18n/language.ts'
import { FacetPicker } from '../../parts/FacetPicker.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { facetsDocument } from './document.ts'
import { type FeedbackSearch, toFilter } from './search.ts'
import { feedbackTexts } from './texts.ts'

/** Selects the ratings. */
export const Filters = ({
  search,
  onChange,
}: {
  readonly search: FeedbackSearch
  readonly onChange: (change: Partial<FeedbackSearch>) => void
}) => {
  const texts = useTexts(feedbackTexts)
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
        label={texts.rating}
        document={facetsDocument}
        facet="types"
        filter={filter}
        nameOf={(value) => texts.types[value]}
        selected={search.rating}
        onSelect={(rating) => onChange({ rating })}
      />
      <FacetPicker
        label={names.platform}
        document={facetsDocument}
        facet="platforms"
        filter={filter}
        selected={search.platform}
        onSelect={(platform) => onChange({ platform })}
      />
    </div>
  )
}
