import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { listTexts } from './listTexts.ts'
import { OptionList } from './OptionList.tsx'
import { Picker } from './Picker.tsx'

/** A choice of one value from a short list. */
export const Select = <Value extends string>({
  label,
  icon,
  value,
  options,
  isActive = false,
  onChange,
}: {
  readonly label: string
  readonly icon?: ReactNode
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly text: string }[]
  /** Whether the value differs from the default. */
  readonly isActive?: boolean
  readonly onChange: (value: Value) => void
}) => {
  const texts = useTexts(listTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <Picker
      label={label}
      icon={icon}
      hint={label}
      shown={options.find((option) => option.value === value)?.text ?? value}
      isActive={isActive}
      open={isOpen}
      onOpenChange={setOpen}
    >
      <OptionList
        label={label}
        searchLabel={texts.search}
        emptyText={texts.none}
        options={options}
        selected={[value]}
        isNarrow
        onToggle={(given) => {
          setOpen(false)
          const chosen = options.find((option) => option.value === given)
          if (chosen && chosen.value !== value) onChange(chosen.value)
        }}
      />
    </Picker>
  )
}
