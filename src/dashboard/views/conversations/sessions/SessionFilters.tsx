import { useTexts } from '../../../i18n/language.ts'
import { FacetPicker } from '../../../parts/FacetPicker.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { SearchBox } from '../../../ui/SearchBox.tsx'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { YesNoPicker } from '../shared/YesNoPicker.tsx'
import { sessionCountsDocument, sessionFacetsDocument } from './document.ts'
import { type SessionsSearch, toFilter } from './search.ts'
import { sessionsTexts } from './texts.ts'

/** Selects the sessions of the list. */
export const SessionFilters = ({
  search,
  onChange,
}: {
  readonly search: SessionsSearch
  readonly onChange: (change: Partial<SessionsSearch>) => void
}) => {
  const texts = useTexts(sessionsTexts)
  const shared = useTexts(conversationTexts)
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
        label={names.platform}
        document={sessionFacetsDocument}
        facet="platforms"
        filter={filter}
        selected={search.platform}
        onSelect={(platform) => onChange({ platform })}
      />
      <YesNoPicker
        label={texts.state}
        yes={shared.active}
        no={shared.ended}
        document={sessionCountsDocument}
        field="isActive"
        filter={filter}
        selected={search.active}
        onSelect={(active) => onChange({ active })}
      />
      <YesNoPicker
        label={shared.errorsFilter}
        yes={shared.withErrors}
        no={shared.withoutErrors}
        document={sessionCountsDocument}
        field="hasErrors"
        filter={filter}
        selected={search.errors}
        onSelect={(errors) => onChange({ errors })}
      />
      <YesNoPicker
        label={shared.feedbackFilter}
        yes={shared.withFeedback}
        no={shared.withoutFeedback}
        document={sessionCountsDocument}
        field="hasFeedback"
        filter={filter}
        selected={search.feedback}
        onSelect={(feedback) => onChange({ feedback })}
      />
    </div>
  )
}
