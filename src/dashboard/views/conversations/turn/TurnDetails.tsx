import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ChartPanel } from '../../../charts/ChartPanel.tsx'
import { useTexts } from '../../../i18n/language.ts'
import { messageEvents } from '../../../live/documents.ts'
import { useLiveEvents } from '../../../live/useLiveEvents.ts'
import { useRefreshedOperation } from '../../../parts/useRefreshedOperation.ts'
import { keepScope } from '../../../scope/keepScope.ts'
import { Empty } from '../../../ui/Empty.tsx'
import { Panel } from '../../../ui/Panel.tsx'
import { QueryBody } from '../../../ui/QueryBody.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { type Turn, turnDocument } from './document.ts'
import { toTrace } from './steps.ts'
import { TraceChart } from './TraceChart.tsx'
import { TraceTable } from './TraceTable.tsx'
import { TurnFacts } from './TurnFacts.tsx'
import { TurnFeedback } from './TurnFeedback.tsx'
import { TurnFigures } from './TurnFigures.tsx'
import { TurnMessages } from './TurnMessages.tsx'
import { TurnVariables } from './TurnVariables.tsx'
import { turnTexts } from './texts.ts'

/** Everything about one turn: its messages, its trace, its feedback and its variables. */
export const TurnDetails = ({
  id,
  part,
  isPage = false,
}: {
  /** The id of the turn, or of any message of it. */
  readonly id: string
  /** The step of the trace that is open. */
  readonly part: string | undefined
  /** Whether the turn has a page of its own, to which there is a link otherwise. */
  readonly isPage?: boolean
}) => {
  const texts = useTexts(turnTexts)
  const query = useRefreshedOperation(turnDocument, { id })
  const sessionId = query.data?.message?.turn?.sessionId
  // Elsewhere, the events of the view around the details refresh them.
  const isSubscribed = isPage && sessionId !== null && sessionId !== undefined
  useLiveEvents(messageEvents, isSubscribed ? { filter: { sessionIds: [sessionId] } } : null)
  return (
    <QueryBody query={query} placeholder={<Skeleton className="h-[40rem]" />}>
      {({ message }) =>
        message?.turn ? (
          <TurnBody turn={message.turn} part={part} isPage={isPage} />
        ) : (
          <Empty title={texts.missingTitle} advice={texts.missingAdvice} />
        )
      }
    </QueryBody>
  )
}

/** The number of records of each kind that the API returns of a turn. */
const maxRecords = 100

/** Whether the turn has, or may have, more records than were loaded. */
const isTruncated = ({ replies, embeddingCalls, llmCalls, toolCalls, errors, feedback }: Turn): boolean =>
  [replies, embeddingCalls, llmCalls, toolCalls, errors, feedback].some(({ length }) => length >= maxRecords)

const TurnBody = ({
  turn,
  part,
  isPage,
}: {
  readonly turn: Turn
  readonly part: string | undefined
  readonly isPage: boolean
}) => {
  const texts = useTexts(turnTexts)
  const trace = useMemo(() => toTrace(turn), [turn])
  const variables = (turn.question ?? turn.replies[0])?.variables
  return (
    <div className="@container min-w-0">
      <div className="grid min-w-0 items-start gap-4 @6xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel
            title={texts.conversation}
            actions={
              isPage ? undefined : (
                <Link
                  to="/conversations/turns/$id"
                  params={{ id: turn.id }}
                  search={keepScope}
                  className="font-medium text-accent hover:underline"
                >
                  {texts.openPage}
                </Link>
              )
            }
          >
            <div className="flex min-w-0 flex-col gap-4">
              <TurnFigures turn={turn} />
              <TurnMessages turn={turn} />
              <TurnFacts turn={turn} />
            </div>
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <ChartPanel title={texts.trace} note={isTruncated(turn) ? texts.truncated : undefined}>
            {(isTable) => (isTable ? <TraceTable steps={trace.steps} /> : <TraceChart trace={trace} open={part} />)}
          </ChartPanel>
          {turn.feedback.length > 0 ? (
            <Panel title={texts.feedback}>
              <TurnFeedback feedback={turn.feedback} />
            </Panel>
          ) : null}
          {variables === null || variables === undefined ? null : (
            <Panel title={texts.variables}>
              <TurnVariables variables={variables} />
            </Panel>
          )}
        </div>
      </div>
    </div>
  )
}
