import { CircleHelp } from 'lucide-react'
import { plural } from '../i18n/formats.ts'
import { useTexts } from '../i18n/language.ts'
import { defineTexts } from '../i18n/texts.ts'
import { useFormats } from '../scope/useScope.ts'
import { type CostMeasures, readCost } from './costs.ts'

const texts = defineTexts(
  {
    without: (count: number, shown: string) =>
      `${shown} ${plural('en', count, { one: 'call', other: 'calls' })} without a recorded cost`,
  },
  { without: (_count, shown) => `${shown} 次调用未记录费用` },
)

/** Returns a function that writes how many calls have no recorded cost; undefined if all have one. */
export const useWithoutCost = () => {
  const { without } = useTexts(texts)
  const formats = useFormats()
  return ({ callsWithoutCost }: Pick<CostMeasures, 'callsWithoutCost'>): string | undefined =>
    callsWithoutCost === 0 ? undefined : without(callsWithoutCost, formats.number(callsWithoutCost))
}

/** The recorded cost of calls, underlined if some have none, with their number as a hint. */
export const RecordedCost = ({
  measures,
  write,
  hint,
}: {
  readonly measures: CostMeasures
  readonly write: (value: number | null) => string
  /** The hint that is shown instead. */
  readonly hint?: string
}) => {
  const missing = useWithoutCost()(measures)
  const cost = write(readCost(measures))
  if (missing === undefined) return cost
  return (
    <span title={hint ?? missing} className="underline decoration-dotted underline-offset-2">
      {cost}
      <span className="sr-only"> ({missing})</span>
    </span>
  )
}

/** A mark in the corner of a card, with the number of calls without a recorded cost as a hint. Nothing if there are none. */
export const WithoutCostMark = ({ measures }: { readonly measures: CostMeasures }) => {
  const missing = useWithoutCost()(measures)
  if (missing === undefined) return null
  return (
    <span title={missing} className="block py-0.5 text-muted">
      <CircleHelp aria-hidden className="size-3.5" />
      <span className="sr-only">{missing}</span>
    </span>
  )
}
