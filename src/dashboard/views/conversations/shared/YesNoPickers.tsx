import { useState } from 'react'
import type { OperationDocument } from '../../../api/resultOf.ts'
import { useTexts } from '../../../i18n/language.ts'
import { useRefreshedOperation } from '../../../parts/useRefreshedOperation.ts'
import { type SelectedScope, useFormats, useScope } from '../../../scope/useScope.ts'
import { FilterPicker } from '../../../ui/FilterPicker.tsx'
import { conversationTexts } from './conversationTexts.ts'
import type { YesNo } from './yesNo.ts'

interface Count {
  readonly totalCount: number
}

/** What the records of a list have, or do not have. */
export interface YesNoCondition<Filter, Search> {
  readonly label: string
  /** The names of the two. */
  readonly yes: string
  readonly no: string
  /** The field of the filter that is set. */
  readonly field: keyof Filter & string
  /** The search parameter that has the selected one. */
  readonly parameter: keyof Search & string
}

/** The conditions that turns and sessions share: whether they have errors, and feedback. */
export const useSignalConditions = () => {
  const texts = useTexts(conversationTexts)
  return [
    {
      label: texts.errorsFilter,
      yes: texts.withErrors,
      no: texts.withoutErrors,
      field: 'hasErrors',
      parameter: 'errors',
    },
    {
      label: texts.feedbackFilter,
      yes: texts.withFeedback,
      no: texts.withoutFeedback,
      field: 'hasFeedback',
      parameter: 'feedback',
    },
  ] as const
}

interface YesNoProps<Filter> {
  /** The document that counts what the filter selects, and what meets the condition as well. */
  readonly document: OperationDocument<
    { readonly all: Count; readonly yes: Count },
    {
      scope?: SelectedScope['scope'] | null | undefined
      filter?: Filter | null | undefined
      yes?: Filter | null | undefined
    }
  >
  /** The filter of the list. */
  readonly filter: Filter
}

/** Selects by any number of conditions. */
export const YesNoPickers = <Filter extends object, Search extends object>({
  conditions,
  search,
  onChange,
  ...shared
}: YesNoProps<Filter> & {
  readonly conditions: readonly YesNoCondition<Filter, Search>[]
  readonly search: Search
  readonly onChange: (change: Partial<Search>) => void
}) =>
  conditions.map((condition) => (
    <YesNoPicker
      key={condition.field}
      {...shared}
      condition={condition}
      selected={search[condition.parameter] as YesNo}
      onSelect={(value) => onChange({ [condition.parameter]: value } as Partial<Search>)}
    />
  ))

/**
 * Selects what has something, or what does not have it. Selecting both, or neither, selects all. The counts of the two,
 * which hold under the other filters, are loaded when the picker opens.
 */
const YesNoPicker = <Filter extends object>({
  condition: { label, yes, no, field },
  document,
  filter,
  selected,
  onSelect,
}: YesNoProps<Filter> & {
  readonly condition: YesNoCondition<Filter, never>
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
