import { useTexts } from '../../../i18n/language.ts'
import { FacetPicker } from '../../../parts/FacetPicker.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { FilterChip } from '../../../ui/FilterChip.tsx'
import { SearchBox } from '../../../ui/SearchBox.tsx'
import { Select } from '../../../ui/Select.tsx'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { YesNoPicker } from '../shared/YesNoPicker.tsx'
import { turnCountsDocument, turnFacetsDocument } from './document.ts'
import { type TurnsSearch, toFilter, waitingTimes } from './search.ts'
import { turnsTexts } from './texts.ts'

/** Selects the turns of the list. */
export const TurnFilters = ({
  search,
  onChange,
}: {
  readonly search: TurnsSearch
  readonly onChange: (change: Partial<TurnsSearch>) => void
}) => {
  const texts = useTexts(turnsTexts)
  const shared = useTexts(conversationTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  const filter = toFilter(search)
  return (
    <div className="flex flex-wrap gap-2">
      <SearchBox
        label={texts.search}
        value={search.q ?? ''}
        onSearch={(text) => onChange({ q: text.trim() === '' ? undefined : text })}
      />
      <FacetPicker
        label={shared.runner}
        document={turnFacetsDocument}
        facet="runnerNames"
        filter={filter}
        selected={search.runner}
        onSelect={(runner) => onChange({ runner })}
      />
      <FacetPicker
        label={names.platform}
        document={turnFacetsDocument}
        facet="platforms"
        filter={filter}
        selected={search.platform}
        onSelect={(platform) => onChange({ platform })}
      />
      <YesNoPicker
        label={shared.errorsFilter}
        yes={shared.withErrors}
        no={shared.withoutErrors}
        document={turnCountsDocument}
        field="hasErrors"
        filter={filter}
        selected={search.errors}
        onSelect={(errors) => onChange({ errors })}
      />
      <YesNoPicker
        label={shared.feedbackFilter}
        yes={shared.withFeedback}
        no={shared.withoutFeedback}
        document={turnCountsDocument}
        field="hasFeedback"
        filter={filter}
        selected={search.feedback}
        onSelect={(feedback) => onChange({ feedback })}
      />
      <YesNoPicker
        label={shared.reply}
        yes={texts.answered}
        no={texts.unanswered}
        document={turnCountsDocument}
        field="hasReply"
        filter={filter}
        selected={search.replied}
        onSelect={(replied) => onChange({ replied })}
      />
      <Select
        label={shared.waiting}
        value={String(search.waiting ?? 0)}
        options={[
          { value: '0', text: texts.anyWaiting },
          ...waitingTimes.map((time) => ({ value: String(time), text: texts.waitingFrom(formats.duration(time)) })),
        ]}
        onChange={(value) => onChange({ waiting: value === '0' ? undefined : Number(value) })}
      />
      {search.user?.map((user) => (
        <FilterChip
          key={user}
          text={texts.user(user)}
          onRemove={() => {
            const others = search.user?.filter((other) => other !== user) ?? []
            onChange({ user: others.length > 0 ? others : undefined })
          }}
        />
      ))}
    </div>
  )
}
