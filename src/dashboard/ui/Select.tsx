import { ChevronDown } from 'lucide-react'

/** A choice of one value from a short list. */
export const Select = <Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly text: string }[]
  readonly onChange: (value: Value) => void
}) => (
  <span className="relative inline-flex">
    <select
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value)
        if (chosen) onChange(chosen.value)
      }}
      className="h-7 appearance-none rounded-md border border-line-strong bg-surface pr-7 pl-2.5 font-medium hover:bg-hover"
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
    <ChevronDown aria-hidden className="pointer-events-none absolute top-1.5 right-2 size-4 text-muted" />
  </span>
)
