import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { valueTexts } from '../../parts/valueTexts.ts'
import type { ratings } from './search.ts'

const looks = {
  LIKE: { tone: 'text-good', Icon: ThumbsUp },
  DISLIKE: { tone: 'text-bad', Icon: ThumbsDown },
  UNKNOWN: { tone: 'text-muted', Icon: null },
} as const

/** A rating with its icon. */
export const Rating = ({ type }: { readonly type: (typeof ratings)[number] }) => {
  const names = useTexts(valueTexts).ratings
  const { tone, Icon } = looks[type]
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${tone}`}>
      {Icon ? <Icon aria-hidden className="size-3.5" /> : null}
      {names[type]}
    </span>
  )
}
