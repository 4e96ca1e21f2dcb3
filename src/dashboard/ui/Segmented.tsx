import { useId } from 'react'

/** A choice between few values, of which all are shown. */
export const Segmented = <Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly text: string; readonly disabled?: boolean }[]
  readonly onChange: (value: Value) => void
}) => {
  const name = useId()
  return (
    <fieldset className="inline-flex h-7 rounded-md bg-hover p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(({ value: option, text, disabled }) => (
        <label
          key={option}
          className="flex cursor-pointer items-center rounded px-2 font-medium text-muted hover:text-text has-checked:bg-raised has-checked:text-text has-checked:shadow-sm dark:has-checked:bg-line-strong has-disabled:cursor-default has-disabled:opacity-40 has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            className="sr-only"
            name={name}
            value={option}
            checked={option === value}
            disabled={disabled}
            onChange={() => onChange(option)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
