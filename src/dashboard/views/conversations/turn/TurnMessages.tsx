import { useTexts } from '../../../i18n/language.ts'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { Bubble } from '../shared/Bubble.tsx'
import { conversationTexts } from '../shared/conversationTexts.ts'

interface Message {
  readonly id: string
  readonly timestamp: string
  readonly status: string
  readonly messageContent: string
}

/** The question of a turn and the replies to it. */
export const TurnMessages = ({
  turn: { userName, userId, botName, question, replies, replyCount },
}: {
  readonly turn: {
    readonly userName: string | null
    readonly userId: string | null
    readonly botName: string
    readonly question: Message | null
    readonly replies: readonly Message[]
    readonly replyCount: number
  }
}) => {
  const texts = useTexts(conversationTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {question ? <Bubble author={userName || userId || names.user} message={question} /> : null}
      {replies.map((reply) => (
        <Bubble key={reply.id} author={botName} isBot message={reply} />
      ))}
      {replyCount === 0 ? <p className="self-end text-muted italic">{texts.noReply}</p> : null}
      {replyCount > replies.length ? (
        <p className="self-end text-muted">{texts.more(formats.number(replyCount - replies.length))}</p>
      ) : null}
    </div>
  )
}
