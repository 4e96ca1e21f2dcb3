import { useMemo, useRef } from 'react'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { useLiveEvents } from '../../live/useLiveEvents.ts'
import { MeasureCards } from '../../parts/MeasureCards.tsx'
import { WithoutCostMark } from '../../parts/RecordedCost.tsx'
import { useRefreshedOperation } from '../../parts/useRefreshedOperation.ts'
import { buckets, chooseBucket, isShowable, rangeLength } from '../../scope/range.ts'
import { useIsNarrow } from '../../scope/useIsNarrow.ts'
import { useFormats, useScope } from '../../scope/useScope.ts'
import { Empty } from '../../ui/Empty.tsx'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Controls } from './Controls.tsx'
import { findCount } from './catalogue.ts'
import { composeDocument } from './compose.ts'
import { DocumentPanel } from './DocumentPanel.tsx'
import { eventsOf } from './events.ts'
import { nameOf } from './names.ts'
import { ResultChart } from './ResultChart.tsx'
import { ResultTable } from './ResultTable.tsx'
import { type MetricsResult, readCosts, readMeasure, readNumber } from './result.ts'
import { explorePage } from './search.ts'
import { countSeries, resolveSelection, type Selection, toFilter } from './selection.ts'
import { exploreTexts } from './texts.ts'
import { formatOf } from './units.ts'

/** An analyst's page: any measures of any record, grouped, filtered, drawn, as a table and as a document. */
export const ExploreView = () => {
  const { scope, search: shared, timeZone, compareTo } = useScope()
  const search = explorePage.useSearch()
  const isNarrow = useIsNarrow()
  const selection = useMemo(() => resolveSelection(search), [search])
  const length = rangeLength(shared)
  const isOverTime = selection.chart === 'line' || selection.chart === 'stacked'
  const series = countSeries(selection)
  const chosen = search.bucket && isShowable(length, search.bucket, series) ? search.bucket : undefined
  const bucket = isOverTime ? (chosen ?? chooseBucket(length, isNarrow, buckets, series)) : undefined
  const text = String(composeDocument(selection, bucket, compareTo))
  const filter = selection.conditions.length > 0 ? toFilter(selection.conditions) : undefined
  const variables = { scope, timeZone, ...(filter ? { filter } : {}) }
  const events = eventsOf(selection.record)
  useLiveEvents(events.document, { scope, ...(filter && events.isFiltered ? { filter } : {}) })
  const named = selection.conditions.filter(({ dimension }) => dimension.isNamed)
  const sent = composeDocument(
    selection,
    bucket,
    compareTo,
    named.flatMap(({ dimension }) => dimension.filter ?? []),
  )
  const query = useRefreshedOperation(sent, {
    ...variables,
    // A facet ignores the outermost condition of its own field.
    ...(named.length > 0 ? { named: { or: named.map((condition) => toFilter([condition])) } } : {}),
  })
  // Until the data of this selection is loaded, that of the one before is shown, as which it has to be read.
  const shown = useRef(selection)
  if (query.data && !query.isPlaceholderData) shown.current = selection
  return (
    <>
      <Controls selection={selection} search={search} names={query.data?.names} />
      <div className="flex min-w-0 flex-col">
        <QueryBody query={query} placeholder={<Skeleton className="h-[36rem] rounded-lg" />}>
          {(data) => {
            const result: MetricsResult | undefined = data[shown.current.record.field]
            return result ? (
              <Result result={result} selection={shown.current} isLoading={query.isPlaceholderData} />
            ) : null
          }}
        </QueryBody>
      </div>
      <DocumentPanel text={text} variables={variables} />
    </>
  )
}

const Result = ({
  result,
  selection,
  isLoading,
}: {
  readonly result: MetricsResult
  readonly selection: Selection
  readonly isLoading: boolean
}) => {
  const count = findCount(selection.record)
  const isEmpty = count ? readNumber(result.totals, count) === 0 : false
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Totals result={result} selection={selection} />
      {isEmpty || result.groups?.length === 0 ? (
        <Empty />
      ) : (
        <>
          <ResultChart result={result} selection={selection} isLoading={isLoading} />
          <ResultTable result={result} selection={selection} isLoading={isLoading} />
        </>
      )}
    </div>
  )
}

const Totals = ({ result, selection }: { readonly result: MetricsResult; readonly selection: Selection }) => {
  const texts = useTexts(exploreTexts)
  const language = useLanguage()
  const formats = useFormats()
  const { by, measures } = selection
  return (
    <MeasureCards
      label={texts.totals}
      className="grid-cols-2 md:grid-cols-4 2xl:grid-cols-6"
      buckets={result.series}
      cards={measures.map((measure) => {
        const { path, unit, isAdditive } = measure
        const write = formatOf(unit, formats)
        const costs = readCosts(result.totals, measure)
        const time = unit === 'time' ? readMeasure(result.totals, measure) : null
        return {
          label: nameOf(language, path),
          value: readNumber(result.totals, measure),
          previous: readNumber(result.previous, measure),
          ...(by.length === 0 && result.series
            ? { values: result.series.map((bucket) => readNumber(bucket.measures, measure)) }
            : {}),
          more: 'neutral' as const,
          isRate: unit === 'percent',
          isSummable: isAdditive,
          warning: costs ? <WithoutCostMark measures={costs} /> : undefined,
          write: time === null ? write : () => formats.dateTime(String(time)),
        }
      })}
    />
  )
}
