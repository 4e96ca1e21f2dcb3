import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { searchDelay } from './SearchBox.tsx'

/** A value that can be selected. */
export interface Option {
  readonly value: string
  readonly text: string
  /** What is shown at the end of the line, e.g. a count. */
  readonly note?: string
}

/** The inputs of which the first that exists takes the focus. */
const firstInputs = ['input[type=search]', 'input[type=radio]:checked', 'input']

/** More options than this can be searched. */
const searchableFrom = 8

/**
 * Moves the focus with the arrow keys, from the search to the options and between them, and selects with Enter. Of
 * options of which one is selected, browsers would select each on the way.
 */
const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
  const { key, target, currentTarget } = event
  if (!(target instanceof HTMLInputElement)) return
  const isSearch = target.type === 'search'
  // Browsers do not click the option that is selected for the space bar.
  if (!isSearch && (key === 'Enter' || (key === ' ' && target.type === 'radio'))) {
    event.preventDefault()
    target.click()
  }
  const inputs = [...currentTarget.querySelectorAll('input')]
  const place = inputs.indexOf(target)
  const first = inputs[0]?.type === 'search' ? 1 : 0
  const next = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    ...(isSearch ? {} : { Home: first, End: inputs.length - 1 }),
  }[key]
  if (next === undefined) return
  event.preventDefault()
  inputs[next]?.focus()
}

/** A list of options of which one, or any number, can be selected. */
export const OptionList = ({
  label,
  searchLabel,
  emptyText,
  options,
  selected,
  isMultiple = false,
  isNarrow = false,
  onToggle,
  onSearch,
}: {
  readonly label: string
  readonly searchLabel: string
  readonly emptyText: string
  readonly options: readonly Option[]
  readonly selected: readonly string[]
  readonly isMultiple?: boolean
  /** Whether all texts are short. */
  readonly isNarrow?: boolean
  /** Called with the option that was pressed; of options of which one is selected, also with the one that is. */
  readonly onToggle: (value: string) => void
  /** Called a moment after the last key, to load the options that match. */
  readonly onSearch?: (text: string) => void
}) => {
  const name = useId()
  const ref = useRef<HTMLDivElement>(null)
  const [search, setSearch] = useState('')
  const latest = useRef(onSearch)
  latest.current = onSearch
  useEffect(() => {
    const timer = setTimeout(() => latest.current?.(search.trim()), searchDelay)
    return () => clearTimeout(timer)
  }, [search])
  const hasOptions = options.length > 0
  useEffect(() => {
    // A panel that is opened before its options are loaded takes the focus itself, before or after they are there.
    if (!hasOptions) return
    const panel = ref.current?.closest('[role="dialog"]')
    const focusFirst = () => {
      const [first] = firstInputs.flatMap((selector) => ref.current?.querySelector<HTMLElement>(selector) ?? [])
      if (panel === document.activeElement) first?.focus()
    }
    focusFirst()
    panel?.addEventListener('focusin', focusFirst, { once: true })
    return () => panel?.removeEventListener('focusin', focusFirst)
  }, [hasOptions])
  const needle = search.trim().toLowerCase().replaceAll(' ', '_')
  const shown = options.filter(({ text }) => text.toLowerCase().replaceAll(' ', '_').includes(needle))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of its inputs.
    <div ref={ref} onKeyDown={onKeyDown} className={`${isNarrow ? 'min-w-44' : 'w-64'} max-w-full`}>
      {options.length > searchableFrom || search !== '' ? (
        <div className="flex items-center gap-2 rounded-t-lg border-line border-b px-3 -outline-offset-2 focus-within:outline-2 focus-within:outline-accent">
          <Search aria-hidden className="size-4 shrink-0 text-muted" />
          <input
            type="search"
            aria-label={searchLabel}
            placeholder={searchLabel}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="h-9 w-full bg-transparent outline-none placeholder:text-muted"
          />
        </div>
      ) : null}
      {/* Half of an option at the end shows that there are more. */}
      <fieldset className="max-h-75 overflow-y-auto p-1">
        <legend className="sr-only">{label}</legend>
        {shown.map(({ value, text, note }) => (
          <label
            key={value}
            className="flex min-h-7 cursor-pointer items-center gap-2 rounded px-2 py-1 hover:bg-hover has-focus-visible:bg-hover"
          >
            <input
              type={isMultiple ? 'checkbox' : 'radio'}
              name={name}
              checked={selected.includes(value)}
              onChange={isMultiple ? () => onToggle(value) : () => undefined}
              onClick={isMultiple ? undefined : () => onToggle(value)}
              className="size-3.5 shrink-0 accent-accent"
            />
            <span className="min-w-0 grow truncate" title={text}>
              {text}
            </span>
            {note ? <span className="shrink-0 text-muted">{note}</span> : null}
          </label>
        ))}
        {shown.length === 0 ? <p className="px-2 py-3 text-center text-muted">{emptyText}</p> : null}
      </fieldset>
    </div>
  )
}
