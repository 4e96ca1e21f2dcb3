import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useTexts } from '../../../i18n/language.ts'
import { valueTexts } from '../../../parts/valueTexts.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { FoldedText } from '../../../ui/FoldedText.tsx'
import type { Turn } from './document.ts'
import { turnTexts } from './texts.ts'

/** The feedback on a turn, with its text and the reasons that were given. */
export const TurnFeedback = ({ feedback }: { readonly feedback: Turn['feedback'] }) => {
  const texts = useTexts(turnTexts)
  const { ratings } = useTexts(valueTexts)
  const formats = useFormats()
  return (
    <ul className="flex flex-col gap-2">
      {feedback.map(({ id, type, timestamp, userId, content, inaccurateReasons }) => {
        const Icon = type === 'LIKE' ? ThumbsUp : ThumbsDown
        return (
          <li key={id} className="flex min-w-0 flex-col gap-0.5">
            <p className="flex flex-wrap items-center gap-x-2">
              {type === 'UNKNOWN' ? null : (
                <Icon aria-hidden className={`size-3.5 ${type === 'LIKE' ? 'text-good' : 'text-bad'}`} />
              )}
              <span className="font-medium">{ratings[type]}</span>
              <span className="text-muted text-xs">
                {[formats.dateTime(timestamp), userId].filter(Boolean).join(' · ')}
              </span>
            </p>
            {content ? <FoldedText text={content} /> : null}
            {inaccurateReasons.length > 0 ? (
              <p className="text-muted">
                {texts.reasons}: {inaccurateReasons.join(', ')}
              </p>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
