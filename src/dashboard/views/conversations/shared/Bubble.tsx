import type { ReactNode } from 'react'
import { MessageContent } from '../../../parts/MessageContent.tsx'
import { useFormats } from '../../../scope/useScope.ts'

/** A message of a user, at the start of the line, or of a bot, at its end. */
export const Bubble = ({
  author,
  isBot = false,
  message: { timestamp, status, messageContent },
  note,
}: {
  readonly author: string
  readonly isBot?: boolean
  readonly message: { readonly timestamp: string; readonly status: string; readonly messageContent: string }
  /** What is shown beside the author. */
  readonly note?: ReactNode
}) => {
  const formats = useFormats()
  const tone =
    status === 'ERROR' ? 'border-bad bg-bad-soft' : isBot ? 'border-transparent bg-accent-soft' : 'border-line bg-hover'
  return (
    <div
      className={`flex max-w-[min(44rem,92%)] flex-col gap-0.5 ${isBot ? 'items-end self-end' : 'items-start self-start'}`}
    >
      <p className="flex max-w-full items-baseline gap-2 text-muted text-xs">
        <span className="truncate font-medium">{author}</span>
        <time dateTime={timestamp} title={formats.dateTime(timestamp)} className="shrink-0">
          {formats.time(timestamp)}
        </time>
        {note}
      </p>
      <div className={`max-w-full rounded-lg border px-3 py-1.5 ${tone}`}>
        <MessageContent content={messageContent} />
      </div>
    </div>
  )
}
