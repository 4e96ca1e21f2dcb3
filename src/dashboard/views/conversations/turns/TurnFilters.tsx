import { useTexts } from '../../../i18n/language.ts'
import { ListFilters } from '../../../parts/ListFilters.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { usePlatformName } from '../../../parts/usePlatformName.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { FilterChip } from '../../../ui/FilterChip.tsx'
import { Select } from '../../../ui/Select.tsx'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { useSignalConditions, YesNoPickers } from '../shared/YesNoPickers.tsx'
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
  const nameOfPlatform = usePlatformName()
  const formats = useFormats()
  const signals = useSignalConditions()
  const list = { filter: toFilter(search), search, onChange }
  const reply = {
    label: shared.reply,
    yes: texts.answered,
    no: texts.unanswered,
    field: 'hasReply',
    parameter: 'replied',
  } as const
  return (
    <ListFilters
      {...list}
      searchLabel={texts.search}
      document={turnFacetsDocument}
      facets={[
        { facet: 'runnerNames', parameter: 'runner', label: shared.runner },
        { facet: 'platforms', parameter: 'platform', label: names.platform, nameOf: nameOfPlatform },
      ]}
    >
      <YesNoPickers {...list} document={turnCountsDocument} conditions={[...signals, reply]} />
      <Select
        label={shared.waiting}
        value={String(search.waiting ?? 0)}
        isActive={search.waiting !== undefined}
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
    </ListFilters>
  )
}
