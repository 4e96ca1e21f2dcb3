import { ChartLegend } from '../../charts/ChartLegend.tsx'
import { HeatMap } from '../../charts/HeatMap.tsx'
import { seriesColor } from '../../charts/palette.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useFormats, useSelectRange } from '../../scope/useScope.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ShareBar } from '../../ui/ShareBar.tsx'
import { selectDrawn } from './drawnSeries.ts'
import { useKeyTexts } from './keys.ts'
import { nameOf } from './names.ts'
import { type MetricsResult, readNumber } from './result.ts'
import type { Selection } from './selection.ts'
import { exploreTexts } from './texts.ts'
import { axisFormatOf, formatOf } from './units.ts'

interface ChartProps {
  readonly result: MetricsResult
  readonly selection: Selection
}

/** The first measure of the result, drawn. */
export const ResultChart = ({ result, selection }: ChartProps) => {
  const texts = useTexts(exploreTexts)
  const language = useLanguage()
  const [measure] = selection.measures
  const Chart = selection.chart === 'heat' ? Hours : selection.chart === 'bars' ? Bars : OverTime
  return (
    <Panel title={nameOf(language, measure.path)} note={language === 'en' ? measure.description : null}>
      {measure.unit === 'time' ? (
        <p className="py-8 text-center text-muted">{texts.noTimes}</p>
      ) : (
        <Chart result={result} selection={selection} />
      )}
    </Panel>
  )
}

const OverTime = ({ result: { series: buckets = [], groups }, selection }: ChartProps) => {
  const texts = useTexts(exploreTexts)
  const names = useTexts(recordTexts)
  const language = useLanguage()
  const formats = useFormats()
  const select = useSelectRange()
  const { writeKeys } = useKeyTexts()
  const { measures, by, chart } = selection
  const [{ path, unit }] = measures
  const label = nameOf(language, path)
  const drawn = groups ? selectDrawn(groups, path, chart === 'stacked') : null
  const series = drawn
    ? [
        ...drawn.groups.map(({ group, values }, index) => ({
          key: String(index),
          label: writeKeys(group, by),
          color: seriesColor(index),
          values,
        })),
        ...(drawn.others
          ? [{ key: 'others', label: texts.others, color: 'var(--series-other)', values: drawn.others }]
          : []),
      ]
    : [{ key: path, label, color: seriesColor(0), values: buckets.map((bucket) => readNumber(bucket.measures, path)) }]
  const comparison =
    !groups && buckets.some(({ previous }) => (readNumber(previous, path) ?? 0) > 0)
      ? { label: names.before, values: buckets.map(({ previous }) => readNumber(previous, path)) }
      : undefined
  return (
    <>
      <ChartLegend series={series} comparison={comparison?.label} />
      <TimeChart
        label={label}
        buckets={buckets}
        series={series}
        comparison={comparison}
        look={chart === 'line' ? 'lines' : 'bars'}
        height={300}
        formats={formats}
        format={formatOf(unit, formats)}
        formatAxis={axisFormatOf(unit, formats)}
        onSelect={select}
      />
      {drawn && drawn.hiddenCount > 0 ? (
        <p className="mt-2 text-muted text-xs">
          {texts.hiddenNote(formats.number(drawn.hiddenCount), drawn.hiddenCount)}
        </p>
      ) : null}
    </>
  )
}

const Bars = ({ result: { groups = [] }, selection: { measures, by } }: ChartProps) => {
  const formats = useFormats()
  const { writeKeys } = useKeyTexts()
  const [{ path, unit }] = measures
  const values = groups.map(({ measures: found }) => readNumber(found, path))
  const top = Math.max(0, ...values.map((value) => value ?? 0))
  const format = formatOf(unit, formats)
  return (
    <ul className="grid grid-cols-[minmax(0,max-content)_1fr_max-content] items-center gap-x-4 gap-y-2">
      {groups.map((group, index) => {
        const value = values[index] ?? null
        const name = writeKeys(group, by)
        return (
          <li key={name + String(index)} className="contents">
            <span className="max-w-64 truncate" title={name}>
              {name}
            </span>
            <ShareBar
              share={top === 0 ? 0 : (value ?? 0) / top}
              color={group.isOthers ? 'var(--series-other)' : seriesColor(0)}
            />
            <span className="text-right font-medium">{format(value)}</span>
          </li>
        )
      })}
    </ul>
  )
}

const Hours = ({ result: { groups = [] }, selection: { measures } }: ChartProps) => {
  const language = useLanguage()
  const formats = useFormats()
  const [{ path, unit }] = measures
  const values = new Map(
    groups.map(({ key, measures: found }) => [`${key['dayOfWeek']} ${key['hourOfDay']}`, readNumber(found, path)]),
  )
  return (
    <HeatMap
      label={nameOf(language, path)}
      read={(day, hour) => values.get(`${day} ${hour}`) ?? null}
      formats={formats}
      format={formatOf(unit, formats)}
    />
  )
}
