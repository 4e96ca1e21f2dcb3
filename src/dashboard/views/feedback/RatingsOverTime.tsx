import { useMemo } from 'react'
import { ChartLegend } from '../../charts/ChartLegend.tsx'
import { ChartPanel } from '../../charts/ChartPanel.tsx'
import { ChartTable } from '../../charts/ChartTable.tsx'
import { failureColor, seriesColor } from '../../charts/palette.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import { useTexts } from '../../i18n/language.ts'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useListNavigation } from '../../scope/listSearch.ts'
import { useFormats, useSelectRange } from '../../scope/useScope.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import type { SatisfactionData } from './document.ts'
import { chartKinds, type FeedbackSearch } from './search.ts'
import { feedbackTexts } from './texts.ts'

/** The satisfaction, or the number of likes and dislikes, over time. */
export const RatingsOverTime = ({
  data: { series: given },
  kind,
}: {
  readonly data: SatisfactionData['feedback']
  readonly kind: (typeof chartKinds)[number]
}) => {
  const texts = useTexts(feedbackTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  const selectRange = useSelectRange()
  const { go } = useListNavigation<FeedbackSearch>()
  const isRate = kind === 'rate'
  const series = useMemo(() => {
    const values = (measure: 'satisfactionRate' | 'likes' | 'dislikes') =>
      given.map(({ measures }) => measures[measure])
    return isRate
      ? [{ key: 'rate', label: texts.satisfaction, color: seriesColor(0), values: values('satisfactionRate') }]
      : [
          { key: 'likes', label: texts.likes, color: seriesColor(2), values: values('likes') },
          { key: 'dislikes', label: texts.dislikes, color: failureColor, values: values('dislikes') },
        ]
  }, [given, isRate, texts])
  const comparison = useMemo(() => {
    // As in the chart, ratings of an unknown type do not count.
    const values = given.map(({ previous }) => {
      if (!previous) return null
      return isRate ? previous.satisfactionRate : previous.likes + previous.dislikes
    })
    return given.some(({ previous }) => (previous?.feedback ?? 0) > 0) ? { label: names.before, values } : undefined
  }, [given, isRate, names])
  const shared = {
    label: texts.overTime,
    buckets: given,
    series,
    comparison,
    formats,
    format: isRate ? formats.percent : formats.number,
  }
  return (
    <ChartPanel
      title={texts.overTime}
      className="grow"
      actions={
        <Segmented
          label={texts.chart}
          value={kind}
          options={chartKinds.map((value) => ({ value, text: texts.charts[value] }))}
          onChange={(value) => go({ chart: value === 'rate' ? undefined : value })}
        />
      }
    >
      {(isTable) =>
        isTable ? (
          <ChartTable {...shared} height={220} />
        ) : (
          <>
            <ChartLegend series={series} comparison={comparison?.label} />
            <TimeChart
              {...shared}
              height={200}
              look={isRate ? 'lines' : 'bars'}
              formatAxis={isRate ? formats.percent : formats.compact}
              onSelect={selectRange}
            />
          </>
        )
      }
    </ChartPanel>
  )
}
