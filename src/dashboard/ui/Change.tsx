import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react'
import type { Formats } from '../i18n/formats.ts'
import { useTexts } from '../i18n/language.ts'
import { defineTexts } from '../i18n/texts.ts'

const changeTexts = defineTexts(
  {
    before: (value: string) => `Before: ${value}`,
    isNew: 'new',
    none: 'nothing to compare with',
  },
  {
    before: (value) => `之前：${value}`,
    isNew: '新增',
    none: '无可对比的数据',
  },
)

/** Whether more of a measure is good, bad, or neither. */
export type Direction = 'good' | 'bad' | 'neutral'

interface ChangeProps {
  readonly value: number | null
  readonly previous: number | null
  readonly more: Direction
  /** Compares percentages by their difference in percentage points. */
  readonly isShare?: boolean
  readonly format: (value: number | null) => string
  readonly formats: Formats
}

/**
 * The difference of two values, and how large it is in percent or percentage points: null if the value before was 0.
 * Null if one of the values does not exist, or if both are 0.
 */
const compare = ({ value, previous, isShare = false }: Pick<ChangeProps, 'value' | 'previous' | 'isShare'>) => {
  if (value === null || previous === null) return null
  const difference = value - previous
  const share = isShare ? difference : previous === 0 ? null : (difference / previous) * 100
  return share === null && difference === 0 ? null : { difference, share }
}

/** How a value compares with the one before; nothing if there is no change to show. */
export const Change = ({ value, previous, more, isShare = false, format, formats }: ChangeProps) => {
  const { before, isNew } = useTexts(changeTexts)
  const change = compare({ value, previous, isShare })
  if (!change) return null
  const { difference, share } = change
  const shown = share === null ? null : Math.round(share * 10) / 10
  const sign = Math.sign(shown ?? difference)
  const Arrow = sign > 0 ? ArrowUpRight : sign < 0 ? ArrowDownRight : ArrowRight
  const isGood = sign > 0 === (more === 'good')
  const tone = sign === 0 || share === null || more === 'neutral' ? 'text-muted' : isGood ? 'text-good' : 'text-bad'
  return (
    <span
      title={before(format(previous))}
      className={`inline-flex items-baseline gap-0.5 whitespace-nowrap text-xs ${tone}`}
    >
      <Arrow aria-hidden className="size-3.5 self-center" />
      {shown === null ? isNew : isShare ? formats.points(shown) : formats.change(shown)}
    </span>
  )
}

/** A change in a column: a dash with the reason if there is none to show. */
export const ChangeCell = (props: ChangeProps) => {
  const { before, none } = useTexts(changeTexts)
  const { value, previous, format } = props
  if (compare(props)) return <Change {...props} />
  const reason = value === 0 && previous === 0 ? before(format(previous)) : none
  return (
    <span title={reason} className="text-muted text-xs">
      {format(null)}
      <span className="sr-only"> ({reason})</span>
    </span>
  )
}
