import { useTexts } from '../../../i18n/language.ts'
import { ListFilters } from '../../../parts/ListFilters.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { usePlatformName } from '../../../parts/usePlatformName.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { useSignalConditions, YesNoPickers } from '../shared/YesNoPickers.tsx'
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
  const nameOfPlatform = usePlatformName()
  const signals = useSignalConditions()
  const filter = toFilter(search)
  const list = { filter, search, onChange }
  const state = {
    label: texts.state,
    yes: shared.active,
    no: shared.ended,
    field: 'isActive',
    parameter: 'active',
  } as const
  return (
    <ListFilters
      {...list}
      searchLabel={texts.search}
      document={sessionFacetsDocument}
      facets={[{ facet: 'platforms', parameter: 'platform', label: names.platform, nameOf: nameOfPlatform }]}
    >
      <YesNoPickers {...list} document={sessionCountsDocument} conditions={[state, ...signals]} />
    </ListFilters>
  )
}
