import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../i18n/language.ts'
import { readCostOf } from '../../../parts/costs.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { FoldedText } from '../../../ui/FoldedText.tsx'
import { Signals } from '../shared/Signals.tsx'
import { TurnMessages } from '../turn/TurnMessages.tsx'
import type { ConversationTurn } from './document.ts'
import { sessionTexts } from './texts.ts'

/** A turn of a conversation: its time and metrics, its messages, and its first errors. */
export const SessionTurn = ({ turn }: { readonly turn: ConversationTurn }) => {
  const texts = useTexts(sessionTexts)
  const formats = useFormats()
  const time = formats.dateTime(turn.timestamp)
  const cost = readCostOf(turn.llmStats, turn.totalCost)
  return (
    <li className="flex min-w-0 flex-col gap-2 border-line border-t py-3 first:border-t-0 first:pt-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
        <time dateTime={turn.timestamp} className="font-medium text-text">
          {time}
        </time>
        {turn.firstReplyMs === null ? null : <span>{texts.waited(formats.duration(turn.firstReplyMs))}</span>}
        <span>{texts.tokens(turn.totalTokens, formats.number(turn.totalTokens))}</span>
        {cost === null ? null : <span>{formats.cost(cost)}</span>}
        <Signals errors={turn.errorCount} likes={turn.likes} dislikes={turn.dislikes} />
        <Link
          to="."
          search={(search) => ({ ...search, open: turn.id, part: undefined })}
          resetScroll={false}
          aria-label={texts.traceOf(time)}
          className="ml-auto font-medium text-accent hover:underline"
        >
          {texts.trace}
        </Link>
      </div>
      <TurnMessages turn={turn} />
      {turn.errors.map(({ id, errorType, errorMessage }) => (
        <div key={id} className="max-w-[min(44rem,92%)] self-end">
          <FoldedText look="failure" text={`${errorType}: ${errorMessage}`} limit={400} />
        </div>
      ))}
    </li>
  )
}
