import { useState } from 'react'
import type { OperationDocument } from '../../../api/resultOf.ts'
import { useRefreshedOperation } from '../../../parts/useRefreshedOperation.ts'
import { type SelectedScope, useFormats, useScope } from '../../../scope/useScope.ts'
import { FilterPicker } from '../../../ui/FilterPicker.tsx'
import type { YesNo } from './yesNo.ts'

interface Count {
  readonly totalCount: number
}

/**
 * Selects what has something, or what does not have it. Selecting both, or neither, selects all. The counts of the two,
 * which hold under the other filters, are loaded when the picker opens.
 */
export const YesNoPicker = <Filter extends object>({
  label,
  yes,
  no,
  document,
  field,
  filter,
  selected,
  onSelect,
}: {
  readonly label: string
  /** The names of the two. */
  readonly yes: string
  readonly no: string
  readonly document: OperationDocument<
    { readonly all: Count; readonly yes: Count },
    {
      scope?: SelectedScope['scope'] | null | undefined
      filter?: Filter | null | undefined
      yes?: Filter | null | undefined
    }
  >
  /** The field of the filter that the picker sets. */
  readonly field: keyof Filter
  /** The filter of the list. */
  readonly filter: Filter
  readonly selected: YesNo
  readonly onSelect: (value: YesNo) => void
}) => {
  const formats = useFormats()
  const { scope } = useScope()
  const [isOpen, setOpen] = useState(false)
  const query = useRefreshedOperation(
    document,
    { scope, filter: { ...filter, [field]: undefined }, yes: { ...filter, [field]: true } },
    { enabled: isOpen, isKept: true },
  )
  const { all, yes: some } = query.data ?? {}
  const note = (count: number | undefined) => (count === undefined ? {} : { note: formats.number(count) })
  return (
    <FilterPicker
      label={label}
      options={[
        { value: 'yes', text: yes, ...note(some?.totalCount) },
        { value: 'no', text: no, ...note(all && some && all.totalCount - some.totalCount) },
      ]}
      query={query}
      selected={selected === undefined ? [] : [selected]}
      onSelect={([first, second]) =>
        onSelect(second === undefined && (first === 'yes' || first === 'no') ? first : undefined)
      }
      onOpenChange={setOpen}
    />
  )
}
