import { useMemo } from 'react'
import { ChartLegend } from '../../charts/ChartLegend.tsx'
import { ChartPanel } from '../../charts/ChartPanel.tsx'
import { ChartTable } from '../../charts/ChartTable.tsx'
import { failureColor, seriesColor } from '../../charts/palette.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import { useTexts } from '../../i18n/language.ts'
import { useFormats, useSelectRange } from '../../scope/useScope.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import type { OverviewData } from './document.ts'
import { overviewPage, trafficKinds } from './search.ts'
import { overviewTexts } from './texts.ts'

/** The buckets of a chart of messages or calls, with the counts of all and of those that failed. */
const readTraffic = (data: OverviewData, kind: (typeof trafficKinds)[number]) =>
  kind === 'messages'
    ? data.messages.series.map(({ measures, previous, ...bucket }) => ({
        ...bucket,
        all: measures.messages,
        failed: measures.errorMessages,
        before: previous?.messages ?? null,
      }))
    : data.llmCalls.series.map(({ measures, previous, ...bucket }) => ({
        ...bucket,
        all: measures.calls,
        failed: measures.failedCalls,
        before: previous?.calls ?? null,
      }))

/** Messages or calls over time, by outcome. */
export const Traffic = ({ data }: { readonly data: OverviewData }) => {
  const texts = useTexts(overviewTexts)
  const formats = useFormats()
  const select = useSelectRange()
  const { traffic: kind = 'messages' } = overviewPage.useSearch()
  const navigate = overviewPage.useNavigate()
  const buckets = useMemo(() => readTraffic(data, kind), [data, kind])
  const series = useMemo(
    () => [
      {
        key: 'succeeded',
        label: texts.succeeded,
        color: seriesColor(0),
        values: buckets.map(({ all, failed }) => all - failed),
      },
      { key: 'failed', label: texts.failed, color: failureColor, values: buckets.map(({ failed }) => failed) },
    ],
    [buckets, texts],
  )
  const comparison = useMemo(
    () =>
      buckets.some(({ before }) => (before ?? 0) > 0)
        ? { label: texts.before, values: buckets.map(({ before }) => before) }
        : undefined,
    [buckets, texts],
  )
  const shared = { label: texts.traffic, buckets, series, comparison, formats, format: formats.number }
  return (
    <ChartPanel
      className="grow"
      title={texts.traffic}
      actions={
        <Segmented
          label={texts.trafficKind}
          value={kind}
          options={trafficKinds.map((value) => ({ value, text: texts.trafficKinds[value] }))}
          onChange={(value) =>
            void navigate({ search: (search) => ({ ...search, traffic: value === 'messages' ? undefined : value }) })
          }
        />
      }
    >
      {(isTable) =>
        isTable ? (
          <ChartTable {...shared} height={320} />
        ) : (
          <>
            <ChartLegend series={series} comparison={comparison?.label} />
            <TimeChart {...shared} height={300} formatAxis={formats.compact} onSelect={select} />
          </>
        )
      }
    </ChartPanel>
  )
}
