import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiError } from '../api/apiError.ts'
import { useTexts } from '../i18n/language.ts'
import { Button } from './Button.tsx'
import { listTexts } from './listTexts.ts'
import { type Option, OptionList } from './OptionList.tsx'
import { Picker } from './Picker.tsx'
import { QueryBody } from './QueryBody.tsx'
import { Skeleton } from './Skeleton.tsx'

/** Selects any number of the values of a filter, e.g. those of a facet with their counts; none selected means all. */
export const FilterPicker = ({
  label,
  options,
  nameOf = (value) => options.find((option) => option.value === value)?.text ?? value,
  noneText,
  selected,
  isActive = selected.length > 0,
  onSelect,
  query,
  onOpenChange,
  onSearch,
}: {
  readonly label: string
  readonly options: readonly Option[]
  /** The name of a selected value; by default that of its option. */
  readonly nameOf?: (value: string) => string
  /** What screen readers say if nothing is selected; by default that everything is. */
  readonly noneText?: string
  readonly selected: readonly string[]
  /** Whether it looks like a filter that is set; by default if anything is selected. */
  readonly isActive?: boolean
  readonly onSelect: (values: readonly string[]) => void
  /** The operation that loads the options, if they are loaded when the picker opens. */
  readonly query?: UseQueryResult<unknown, ApiError>
  readonly onOpenChange?: (open: boolean) => void
  /** Called a moment after a text was typed that options are searched for. */
  readonly onSearch?: (text: string) => void
}) => {
  const texts = useTexts(listTexts)
  const [isOpen, setOpen] = useState(false)
  const [only] = selected
  // A selected value without records is not among those of the facet.
  const missing = selected.filter((value) => !options.some((option) => option.value === value))
  const list = () => (
    <>
      <OptionList
        label={label}
        searchLabel={texts.search}
        emptyText={texts.none}
        options={[...options, ...missing.map((value) => ({ value, text: nameOf(value) }))]}
        selected={selected}
        isMultiple
        onToggle={(value) =>
          onSelect(selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value])
        }
        {...(onSearch ? { onSearch } : {})}
      />
      {selected.length > 0 ? (
        <div className="border-line border-t p-1.5">
          <Button look="ghost" className="w-full" onClick={() => onSelect([])}>
            {texts.clear}
          </Button>
        </div>
      ) : null}
    </>
  )
  return (
    <Picker
      label={label}
      shown={
        only === undefined
          ? label
          : selected.length === 1
            ? texts.selected(label, nameOf(only))
            : texts.several(label, selected.length)
      }
      name={
        only === undefined
          ? texts.selected(label, noneText ?? texts.all)
          : selected.length === 1
            ? texts.selected(label, nameOf(only))
            : texts.several(label, selected.length)
      }
      isActive={isActive}
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        onOpenChange?.(open)
      }}
    >
      {query ? (
        <QueryBody query={query} placeholder={<Skeleton className="m-2 h-20 w-60" />}>
          {list}
        </QueryBody>
      ) : (
        list()
      )}
    </Picker>
  )
}
