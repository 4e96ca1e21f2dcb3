import { useId, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { rangeLength } from '../../scope/range.ts'
import type { ScopeSearch } from '../../scope/search.ts'
import { useScope } from '../../scope/useScope.ts'
import { fromLocalText, toLocalText } from '../../scope/zonedTime.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { barTexts } from './barTexts.ts'

/**
 * Selects a time range by two times in the selected zone. The end is exclusive here, as clocks are read. Times are
 * typed, since the fields of browsers for times follow the language of the browser, not that of the page.
 */
export const CustomRange = ({ onSelect }: { readonly onSelect: (range: Partial<ScopeSearch>) => void }) => {
  const texts = useTexts(barTexts)
  const { search, timeZone } = useScope()
  const [initial] = useState(() => {
    const end = search.to ? Date.parse(search.to) + 1 : Date.now()
    const start = search.from ? Date.parse(search.from) : end - rangeLength(search)
    return { from: toLocalText(new Date(start), timeZone), to: toLocalText(new Date(end), timeZone) }
  })
  const [from, setFrom] = useState(initial.from)
  const [to, setTo] = useState(initial.to)
  const [isSubmitted, setSubmitted] = useState(false)
  const problemId = useId()
  const start = fromLocalText(from, timeZone)
  const end = fromLocalText(to, timeZone)
  const isReversed = start !== undefined && end !== undefined && start >= end
  const problem = !start || !end ? texts.invalidTime : isReversed ? texts.reversed : undefined
  // Nobody is told about a mistake while typing.
  const shown = isSubmitted ? problem : undefined
  const fieldOf = (time: Date | undefined) => ({
    isInvalid: shown !== undefined && (time === undefined || isReversed),
    problemId,
  })
  return (
    <form
      noValidate
      className="mt-1 flex flex-col gap-2 border-line border-t px-2 pt-2 pb-1"
      onSubmit={(event) => {
        event.preventDefault()
        setSubmitted(true)
        if (start && end && !isReversed)
          onSelect({ from: start.toISOString(), to: new Date(end.getTime() - 1).toISOString() })
      }}
    >
      <p className="text-muted text-xs">
        {texts.custom} · {timeZone}
      </p>
      <TimeInput label={texts.from} value={from} onChange={setFrom} {...fieldOf(start)} />
      <TimeInput label={texts.to} value={to} onChange={setTo} {...fieldOf(end)} />
      {shown === undefined ? null : (
        <p id={problemId} role="alert" className="text-bad text-xs">
          {shown}
        </p>
      )}
      <button type="submit" className={buttonClass('primary')}>
        {texts.apply}
      </button>
    </form>
  )
}

const TimeInput = ({
  label,
  value,
  onChange,
  isInvalid,
  problemId,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isInvalid: boolean
  /** The id of the element that says why the value is invalid. */
  readonly problemId: string
}) => (
  <label className="flex items-center gap-2">
    <span className="w-12 text-muted">{label}</span>
    <input
      value={value}
      placeholder={timeFormat}
      autoComplete="off"
      spellCheck={false}
      aria-invalid={isInvalid}
      aria-describedby={isInvalid ? problemId : undefined}
      onChange={(event) => onChange(event.target.value)}
      className="h-7 min-w-0 grow rounded-md border border-line-strong bg-surface px-2 aria-invalid:border-bad"
    />
  </label>
)

/** How times are typed, in every language. */
const timeFormat = 'YYYY-MM-DD HH:MM'
