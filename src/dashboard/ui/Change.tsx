import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react'
import type { Formats } from '../i18n/formats.ts'
import { useTexts } from '../i18n/language.ts'
import { defineTexts } from '../i18n/texts.ts'

const changeTexts = defineTexts(
  {
    before: (value: string) => `Before: ${value}`,
    isNew: 'new',
  },
  {
    before: (value) => `之前：${value}`,
    isNew: '新增',
  },
)

/** Whether more of a measure is good, bad, or neither. */
export type Direction = 'good' | 'bad' | 'neutral'

/** How a value compares with the one before. `isShare` compares percentages by their difference in percentage points. */
export const Change = ({
  value,
  previous,
  more,
  isShare = false,
  format,
  formats,
}: {
  readonly value: number | null
  readonly previous: number | null
  readonly more: Direction
  readonly isShare?: boolean
  readonly format: (value: number | null) => string
  readonly formats: Formats
}) => {
  const { before, isNew } = useTexts(changeTexts)
  if (value === null || previous === null) return null
  const difference = value - previous
  const share = isShare ? difference : previous === 0 ? null : (difference / previous) * 100
  const shown = share === null ? null : Math.round(share * 10) / 10
  const sign = Math.sign(shown ?? difference)
  const Arrow = sign > 0 ? ArrowUpRight : sign < 0 ? ArrowDownRight : ArrowRight
  const isGood = sign > 0 === (more === 'good')
  const tone = sign === 0 || share === null || more === 'neutral' ? 'text-muted' : isGood ? 'text-good' : 'text-bad'
  if (share === null && difference === 0) return null
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
