import { CircleAlert, ThumbsDown, ThumbsUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { conversationTexts } from './conversationTexts.ts'

/** The errors and the feedback of a turn or session as badges; none for what does not occur. */
export const Signals = ({
  errors,
  likes = 0,
  dislikes = 0,
  isUnanswered = false,
}: {
  readonly errors: number
  readonly likes?: number
  readonly dislikes?: number
  /** Whether the turn has no reply. */
  readonly isUnanswered?: boolean
}) => {
  const texts = useTexts(conversationTexts)
  const formats = useFormats()
  if (errors + likes + dislikes === 0 && !isUnanswered) return null
  return (
    <span className="inline-flex gap-1 align-middle">
      {errors > 0 ? (
        <Badge tone="bg-bad-soft text-bad" label={texts.errors(errors, formats.number(errors))}>
          <CircleAlert aria-hidden className="size-3.5" />
          {formats.number(errors)}
        </Badge>
      ) : null}
      {isUnanswered ? (
        <span className="whitespace-nowrap rounded bg-warn-soft px-1.5 font-medium text-warn text-xs">
          {texts.noReply}
        </span>
      ) : null}
      {dislikes > 0 ? (
        <Badge tone="bg-bad-soft text-bad" label={texts.dislikes(dislikes, formats.number(dislikes))}>
          <ThumbsDown aria-hidden className="size-3.5" />
          {formats.number(dislikes)}
        </Badge>
      ) : null}
      {likes > 0 ? (
        <Badge tone="bg-good-soft text-good" label={texts.likes(likes, formats.number(likes))}>
          <ThumbsUp aria-hidden className="size-3.5" />
          {formats.number(likes)}
        </Badge>
      ) : null}
    </span>
  )
}

/** An icon with a count. Its meaning is read to those who cannot see it, and shown as a hint. */
const Badge = ({
  tone,
  label,
  children,
}: {
  readonly tone: string
  readonly label: string
  readonly children: ReactNode
}) => (
  <span title={label} className={`inline-flex items-center rounded px-1 font-medium text-xs ${tone}`}>
    <span aria-hidden className="inline-flex items-center gap-0.5">
      {children}
    </span>
    <span className="sr-only">{label}</span>
  </span>
)
