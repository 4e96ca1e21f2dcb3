import { useMemo } from 'react'
import { ChartLegend } from '../../charts/ChartLegend.tsx'
import { ChartPanel } from '../../charts/ChartPanel.tsx'
import { ChartTable } from '../../charts/ChartTable.tsx'
import { failureColor } from '../../charts/palette.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import { useTexts } from '../../i18n/language.ts'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useRefreshedOperation } from '../../parts/useRefreshedOperation.ts'
import { buckets, chooseBucket, rangeLength } from '../../scope/range.ts'
import { useIsNarrow } from '../../scope/useIsNarrow.ts'
import { useFormats, useScope, useSelectRange } from '../../scope/useScope.ts'
import { Change } from '../../ui/Change.tsx'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { type ErrorsOverTimeData, type ErrorsOverTimeQuery, errorsOverTimeDocument } from './document.ts'
import { type ErrorsSearch, toFilter } from './search.ts'
import { errorsTexts } from './texts.ts'

/** Loads the errors over time, and what those of the selected group have in common. */
export const useErrorsOverTime = (search: ErrorsSearch): ErrorsOverTimeQuery => {
  const { scope, search: shared, timeZone, compareTo } = useScope()
  const bucket = chooseBucket(rangeLength(shared), useIsNarrow(), buckets)
  return useRefreshedOperation(errorsOverTimeDocument, {
    scope,
    filter: toFilter(search),
    bucket,
    timeZone,
    compareTo,
    withGroup: search.group !== undefined,
  })
}

/** The number of errors over time. */
export const ErrorsOverTime = ({ query }: { readonly query: ErrorsOverTimeQuery }) => (
  <div className="flex min-w-0 flex-col">
    <QueryBody query={query} placeholder={<Skeleton className="h-61.5 rounded-lg max-sm:h-65.5" />}>
      {({ errorMetrics: data }) => <Chart data={data} />}
    </QueryBody>
  </div>
)

const Chart = ({
  data: { totals, previous, series: given },
}: {
  readonly data: ErrorsOverTimeData['errorMetrics']
}) => {
  const texts = useTexts(errorsTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  const select = useSelectRange()
  const series = useMemo(
    () => [
      { key: 'errors', label: texts.errors, color: failureColor, values: given.map(({ measures }) => measures.errors) },
    ],
    [given, texts],
  )
  const comparison = useMemo(
    () =>
      given.some((bucket) => (bucket.previous?.errors ?? 0) > 0)
        ? { label: names.before, values: given.map((bucket) => bucket.previous?.errors ?? null) }
        : undefined,
    [given, names],
  )
  const shared = { label: texts.overTime, buckets: given, series, comparison, formats, format: formats.number }
  return (
    <ChartPanel
      title={texts.overTime}
      note={
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-semibold text-sm text-text">{formats.number(totals.errors)}</span>
          <Change
            value={totals.errors}
            previous={previous?.errors ?? null}
            more="bad"
            format={formats.number}
            formats={formats}
          />
          {texts.totals(
            formats.number(totals.affectedUsers),
            totals.affectedUsers,
            formats.number(totals.affectedSessions),
            totals.affectedSessions,
          )}
        </span>
      }
    >
      {(isTable) =>
        isTable ? (
          <ChartTable {...shared} height={184} />
        ) : (
          <>
            <ChartLegend series={series} comparison={comparison?.label} />
            <TimeChart {...shared} height={164} formatAxis={formats.compact} onSelect={select} />
          </>
        )
      }
    </ChartPanel>
  )
}
