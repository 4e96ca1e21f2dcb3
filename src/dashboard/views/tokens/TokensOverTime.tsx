import { useMemo } from 'react'
import { ChartLegend } from '../../charts/ChartLegend.tsx'
import { ChartPanel } from '../../charts/ChartPanel.tsx'
import { ChartTable } from '../../charts/ChartTable.tsx'
import { seriesColor } from '../../charts/palette.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import { useTexts } from '../../i18n/language.ts'
import { isShowable, rangeLength } from '../../scope/range.ts'
import { useFormats, useScope, useSelectRange } from '../../scope/useScope.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import type { TokensData } from './document.ts'
import { tokenBuckets, tokensPage } from './search.ts'
import { tokensTexts } from './texts.ts'

/** Input and output tokens over time, stacked. */
export const TokensOverTime = ({
  data: { series: buckets },
  bucket,
}: {
  readonly data: TokensData
  readonly bucket: (typeof tokenBuckets)[number]
}) => {
  const texts = useTexts(tokensTexts)
  const formats = useFormats()
  const length = rangeLength(useScope().search)
  const select = useSelectRange()
  const navigate = tokensPage.useNavigate()
  const series = useMemo(
    () => [
      {
        key: 'input',
        label: texts.inputShort,
        color: seriesColor(0),
        values: buckets.map(({ measures }) => measures.inputTokens),
      },
      {
        key: 'output',
        label: texts.outputShort,
        color: seriesColor(1),
        values: buckets.map(({ measures }) => measures.outputTokens),
      },
    ],
    [buckets, texts],
  )
  const comparison = useMemo(
    () =>
      buckets.some(({ previous }) => (previous?.totalTokens ?? 0) > 0)
        ? { label: texts.before, values: buckets.map(({ previous }) => previous?.totalTokens ?? null) }
        : undefined,
    [buckets, texts],
  )
  const shared = { label: texts.overTime, buckets, series, comparison, formats, format: formats.number }
  return (
    <ChartPanel
      title={texts.overTime}
      actions={
        <Segmented
          label={texts.bucket}
          value={bucket}
          options={tokenBuckets.map((value) => ({
            value,
            text: texts.buckets[value],
            disabled: !isShowable(length, value),
          }))}
          onChange={(value) => void navigate({ search: (search) => ({ ...search, bucket: value }) })}
        />
      }
    >
      {(isTable) =>
        isTable ? (
          <ChartTable {...shared} height={264} />
        ) : (
          <>
            <ChartLegend series={series} comparison={comparison?.label} />
            <TimeChart {...shared} height={240} formatAxis={formats.compact} onSelect={select} />
          </>
        )
      }
    </ChartPanel>
  )
}
