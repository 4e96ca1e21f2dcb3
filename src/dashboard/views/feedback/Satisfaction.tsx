import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../../api/apiError.ts'
import { useTexts } from '../../i18n/language.ts'
import { MeasureCards } from '../../parts/MeasureCards.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useRefreshedOperation } from '../../parts/useRefreshedOperation.ts'
import { buckets, chooseBucket, rangeLength } from '../../scope/range.ts'
import { useFormats, useScope, useSetScope } from '../../scope/useScope.ts'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { type SatisfactionData, satisfactionDocument } from './document.ts'
import { RatingsOverTime } from './RatingsOverTime.tsx'
import { RatingTable } from './RatingTable.tsx'
import { ReasonTable } from './ReasonTable.tsx'
import { type FeedbackSearch, toMetricsFilter } from './search.ts'
import { feedbackTexts } from './texts.ts'

/** Loads the satisfaction in total, over time, by bot and by model, and the reasons of dislikes. */
export const useSatisfaction = (search: FeedbackSearch): UseQueryResult<SatisfactionData, ApiError> => {
  const { scope, search: shared, timeZone, compareTo } = useScope()
  // A rate of few ratings says little: buckets are as large as on a narrow screen.
  const bucket = chooseBucket(rangeLength(shared), true, buckets)
  const filter = toMetricsFilter(search)
  return useRefreshedOperation(satisfactionDocument, { scope, filter, bucket, timeZone, compareTo })
}

/** The satisfaction in total, over time, by bot and by model, and the reasons of dislikes. */
export const Satisfaction = ({
  query,
  chart,
}: {
  readonly query: UseQueryResult<SatisfactionData, ApiError>
  readonly chart: FeedbackSearch['chart']
}) => {
  const texts = useTexts(feedbackTexts)
  const names = useTexts(recordTexts)
  const setScope = useSetScope()
  return (
    <div className="flex min-w-0 flex-col">
      <QueryBody query={query} placeholder={<Skeleton className="h-[30rem] rounded-lg" />}>
        {(data) => (
          <div className="flex min-w-0 flex-col gap-4">
            <Cards data={data.feedback} />
            <RatingsOverTime data={data.feedback} kind={chart ?? 'rate'} />
            <div className="grid min-w-0 gap-4 md:grid-cols-2 2xl:grid-cols-3">
              <RatingTable
                title={texts.byBot}
                header={names.bot}
                rows={data.feedback.groups.map(({ key: { bot }, measures }) => ({
                  id: bot?.id ?? '',
                  name: bot?.name ?? bot?.id ?? null,
                  measures,
                }))}
                onSelect={(id) => setScope({ bot: [id] })}
              />
              <RatingTable
                title={texts.byModel}
                header={names.model}
                rows={data.models.groups.map(({ key: { model }, measures }) => ({
                  id: model ?? '',
                  name: model,
                  measures,
                }))}
              />
              <div className="flex min-w-0 md:max-2xl:col-span-2">
                <ReasonTable data={data.reasons} />
              </div>
            </div>
          </div>
        )}
      </QueryBody>
    </div>
  )
}

const Cards = ({ data: { totals, previous, series } }: { readonly data: SatisfactionData['feedback'] }) => {
  const texts = useTexts(feedbackTexts)
  const formats = useFormats()
  const count = (label: string, measure: 'feedback' | 'likes' | 'dislikes', more: 'good' | 'bad' | 'neutral') => ({
    label,
    value: totals[measure],
    previous: previous?.[measure],
    values: series.map(({ measures }) => measures[measure]),
    more,
    write: formats.compact,
    exact: formats.number,
  })
  return (
    <MeasureCards
      label={texts.cards}
      className="grid-cols-2 lg:grid-cols-4"
      buckets={series}
      cards={[
        {
          label: texts.satisfaction,
          value: totals.satisfactionRate,
          previous: previous?.satisfactionRate,
          values: series.map(({ measures }) => measures.satisfactionRate),
          more: 'good',
          isRate: true,
          write: formats.percent,
        },
        count(texts.ratings, 'feedback', 'neutral'),
        count(texts.likes, 'likes', 'good'),
        count(texts.dislikes, 'dislikes', 'bad'),
      ]}
    />
  )
}
