import { Calendar } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { defaultLast } from '../../scope/range.ts'
import { calendarPeriods, lastDurations, type ScopeSearch } from '../../scope/search.ts'
import { useFormats, useScope, useSetScope } from '../../scope/useScope.ts'
import { Picker } from '../../ui/Picker.tsx'
import { barTexts } from './barTexts.ts'
import { CustomRange } from './CustomRange.tsx'
import { writeLast, writeRange } from './rangeText.ts'

const noRange = { last: undefined, calendar: undefined, from: undefined, to: undefined } as const

/** Selects the time range: until now, a calendar period, or any two times. */
export const RangePicker = () => {
  const texts = useTexts(barTexts)
  const formats = useFormats()
  const { search } = useScope()
  const setScope = useSetScope()
  const [isOpen, setOpen] = useState(false)
  const isCustom = search.from !== undefined
  const last = isCustom || search.calendar ? undefined : (search.last ?? defaultLast)
  const select = (range: Partial<ScopeSearch>) => {
    setScope({ ...noRange, ...range })
    setOpen(false)
  }
  return (
    <Picker
      label={texts.range}
      // Two times need the room on narrow screens.
      icon={<Calendar aria-hidden className={`size-3.5 text-muted ${isCustom ? 'max-sm:hidden' : ''}`} />}
      shown={writeRange(search, texts, formats)}
      isWide
      open={isOpen}
      onOpenChange={setOpen}
    >
      <div className="w-80 max-w-full p-2">
        <div className="grid grid-cols-2 gap-2">
          <Choices
            label={texts.last}
            options={lastDurations.map((value) => ({ value, text: writeLast(value, texts) }))}
            selected={last}
            onSelect={(value) => select(value === defaultLast ? {} : { last: value })}
          />
          <Choices
            label={texts.calendar}
            options={calendarPeriods.map((value) => ({ value, text: texts.periods[value] }))}
            selected={isCustom ? undefined : search.calendar}
            onSelect={(calendar) => select({ calendar })}
          />
        </div>
        <CustomRange key={`${search.from} ${search.to}`} onSelect={select} />
      </div>
    </Picker>
  )
}

const Choices = <Value extends string>({
  label,
  options,
  selected,
  onSelect,
}: {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly text: string }[]
  readonly selected: string | undefined
  readonly onSelect: (value: Value) => void
}) => (
  <fieldset>
    <legend className="px-2 py-1 text-muted text-xs">{label}</legend>
    {options.map(({ value, text }) => (
      <button
        key={value}
        type="button"
        aria-pressed={value === selected}
        onClick={() => onSelect(value)}
        className="block h-7 w-full rounded px-2 text-left hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium"
      >
        {text}
      </button>
    ))}
  </fieldset>
)
