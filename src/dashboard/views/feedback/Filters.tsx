import { useTexts } from '../../i18n/language.ts'
import { ListFilters } from '../../parts/ListFilters.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { usePlatformName } from '../../parts/usePlatformName.ts'
import { valueTexts } from '../../parts/valueTexts.ts'
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
  const nameOfPlatform = usePlatformName()
  const { ratings } = useTexts(valueTexts)
  return (
    <ListFilters
      searchLabel={texts.search}
      document={facetsDocument}
      facets={[
        { facet: 'types', parameter: 'rating', label: texts.rating, nameOf: (type) => ratings[type] },
        { facet: 'platforms', parameter: 'platform', label: names.platform, nameOf: nameOfPlatform },
      ]}
      filter={toFilter(search)}
      search={search}
      onChange={onChange}
    />
  )
}
