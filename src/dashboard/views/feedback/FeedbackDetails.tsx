import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { QuotedMessage, RecordDetails } from '../../parts/RecordDetails.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useOpenRecord } from '../../parts/requestAddition.ts'
import { feedbackRecordDocument } from './document.ts'
import { Rating } from './Rating.tsx'
import { feedbackTexts } from './texts.ts'

/** Everything about one rating, with the question and the answers that it is about. */
export const FeedbackDetails = ({
  id,
  list,
}: {
  readonly id: string
  /** The operation of the list, which may load it. */
  readonly list: UseQueryResult
}) => {
  const texts = useTexts(feedbackTexts)
  const names = useTexts(recordTexts)
  const query = useOpenRecord(feedbackRecordDocument, id, list)
  return (
    <RecordDetails
      query={query}
      items={({ type, content, inaccurateReasons, turn }) => [
        [texts.rating, <Rating key="rating" type={type} />],
        [texts.comment, content],
        [texts.reasons, inaccurateReasons.join(', ')],
        [names.model, turn?.modelName],
      ]}
    >
      {({ turn }) =>
        turn ? (
          <>
            {turn.question ? (
              <Part title={texts.question}>
                <QuotedMessage text={turn.question.messageText} />
              </Part>
            ) : null}
            {turn.replies.map(({ id: replyId, messageText }) => (
              <Part key={replyId} title={texts.answer}>
                <QuotedMessage text={messageText} />
              </Part>
            ))}
          </>
        ) : (
          <p className="text-muted">{texts.noQuestion}</p>
        )
      }
    </RecordDetails>
  )
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="flex min-w-0 flex-col gap-1">
    <h3 className="text-muted">{title}</h3>
    {children}
  </section>
)
