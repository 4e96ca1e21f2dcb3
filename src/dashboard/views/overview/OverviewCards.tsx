import { useTexts } from '../../i18n/language.ts'
import { readCost } from '../../parts/costs.ts'
import { type MeasureCard, MeasureCards } from '../../parts/MeasureCards.tsx'
import { WithoutCostMark } from '../../parts/RecordedCost.tsx'
import { ZeroTokenMark } from '../../parts/ZeroTokenWarning.tsx'
import { useFormats } from '../../scope/useScope.ts'
import { Change } from '../../ui/Change.tsx'
import type { OverviewData } from './document.ts'
import { overviewTexts } from './texts.ts'

/** The eight key metrics, each with its change and its development. */
export const OverviewCards = ({ data }: { readonly data: OverviewData }) => {
  const texts = useTexts(overviewTexts)
  const formats = useFormats()
  const counted = { write: formats.compact, exact: formats.number }
  const { messages, llmCalls, embeddingCalls, sessions, errors, feedback } = data
  const cards: readonly MeasureCard[] = [
    {
      label: texts.messages,
      value: messages.totals.messages,
      previous: messages.previous?.messages,
      values: messages.series.map(({ measures }) => measures.messages),
      more: 'neutral',
      ...counted,
    },
    {
      label: texts.modelCalls,
      value: llmCalls.totals.calls + embeddingCalls.totals.calls,
      previous: llmCalls.previous && llmCalls.previous.calls + (embeddingCalls.previous?.calls ?? 0),
      values: llmCalls.series.map(
        ({ measures }, index) => measures.calls + (embeddingCalls.series[index]?.measures.calls ?? 0),
      ),
      more: 'neutral',
      ...counted,
    },
    {
      label: texts.tokens,
      value: llmCalls.totals.totalTokens,
      previous: llmCalls.previous?.totalTokens,
      values: llmCalls.series.map(({ measures }) => measures.totalTokens),
      more: 'neutral',
      warning: <ZeroTokenMark calls={llmCalls.totals.zeroTokenSuccessCalls} />,
      ...counted,
    },
    {
      label: texts.cost,
      value: readCost(llmCalls.totals),
      previous: llmCalls.previous && readCost(llmCalls.previous),
      values: llmCalls.series.map(({ measures }) => readCost(measures)),
      more: 'neutral',
      warning: <WithoutCostMark measures={llmCalls.totals} />,
      write: formats.compactCost,
      exact: formats.cost,
    },
    {
      label: texts.successRate,
      value: messages.totals.successRate,
      previous: messages.previous?.successRate,
      values: messages.series.map(({ measures }) => measures.successRate),
      more: 'good',
      isRate: true,
      write: formats.percent,
    },
    {
      label: texts.activeSessions,
      value: sessions.totals.activeSessions,
      values: sessions.series.map(({ measures }) => measures.sessions),
      more: 'neutral',
      // A session of an earlier time is no longer active: those that were started are compared.
      note: (
        <>
          {texts.ofSessions(formats.compact(sessions.totals.sessions))}
          <span className="@max-[12rem]:hidden">
            <Change
              value={sessions.totals.sessions}
              previous={sessions.previous?.sessions ?? null}
              more="neutral"
              format={formats.number}
              formats={formats}
            />
          </span>
        </>
      ),
      ...counted,
    },
    {
      label: texts.errors,
      value: errors.totals.errors,
      previous: errors.previous?.errors,
      values: errors.series.map(({ measures }) => measures.errors),
      more: 'bad',
      ...counted,
    },
    {
      label: texts.satisfaction,
      value: feedback.totals.satisfactionRate,
      previous: feedback.previous?.satisfactionRate,
      values: feedback.series.map(({ measures }) => measures.satisfactionRate),
      more: 'good',
      isRate: true,
      note: feedback.totals.feedback === 0 ? texts.noFeedback : undefined,
      write: formats.percent,
    },
  ]
  return (
    <MeasureCards
      label={texts.cards}
      cards={cards}
      buckets={messages.series}
      className="grid-cols-2 lg:grid-cols-4 min-[112rem]:grid-cols-8"
    />
  )
}
