import { ChartLegend } from '../../charts/ChartLegend.tsx'
import { ChartPanel } from '../../charts/ChartPanel.tsx'
import { ChartTable } from '../../charts/ChartTable.tsx'
import { HeatMap } from '../../charts/HeatMap.tsx'
import { seriesColor } from '../../charts/palette.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { RecordedCost, useWithoutCost } from '../../parts/RecordedCost.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useFormats, useSelectRange } from '../../scope/useScope.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ShareBar } from '../../ui/ShareBar.tsx'
import { CsvButton } from './CsvButton.tsx'
import { selectDrawn } from './drawnSeries.ts'
import { useKeyTexts } from './keys.ts'
import { nameOf } from './names.ts'
import { type MetricsResult, readCosts, readNumber } from './result.ts'
import type { Selection } from './selection.ts'
import { exploreTexts } from './texts.ts'
import { axisFormatOf, formatOf } from './units.ts'

interface ChartProps {
  readonly result: MetricsResult
  readonly selection: Selection
}

const chartHeight = 300

/** The first measure of the result, drawn. */
export const ResultChart = ({ isLoading, ...shown }: ChartProps & { readonly isLoading: boolean }) => {
  const texts = useTexts(exploreTexts)
  const language = useLanguage()
  const { chart, measures, by } = shown.selection
  const [measure] = measures
  const title = nameOf(language, measure.path)
  const costs = readCosts(shown.result.totals, measure)
  const note = useWithoutCost()(costs ?? { callsWithoutCost: 0 })
  if (measure.unit === 'time')
    return (
      <Panel title={title} note={note}>
        <p className="py-8 text-center text-muted">{texts.noTimes}</p>
      </Panel>
    )
  if (chart === 'heat' || chart === 'bars')
    return (
      <Panel title={title} note={note}>
        {chart === 'heat' ? <Hours {...shown} /> : <Bars {...shown} />}
      </Panel>
    )
  return (
    <ChartPanel
      title={title}
      note={note}
      actions={by.length > 0 ? <CsvButton content="buckets" {...shown} isLoading={isLoading} /> : null}
    >
      {(isTable) => (isTable ? <BucketTable {...shown} /> : <OverTime {...shown} />)}
    </ChartPanel>
  )
}

/** The values of a chart over time as a table, also of groups that are not drawn. */
const BucketTable = ({ result: { series: buckets = [], groups }, selection }: ChartProps) => {
  const names = useTexts(recordTexts)
  const language = useLanguage()
  const formats = useFormats()
  const { writeKeys } = useKeyTexts()
  const [measure] = selection.measures
  const { path, unit } = measure
  const label = nameOf(language, path)
  const color = seriesColor(0)
  const before = buckets.map(({ previous }) => readNumber(previous, measure))
  return (
    <ChartTable
      label={label}
      buckets={buckets}
      series={
        groups?.map((group, index) => ({
          key: String(index),
          label: writeKeys(group, selection.by),
          color,
          values: (group.series ?? []).map(({ measures }) => readNumber(measures, measure)),
        })) ?? [{ key: path, label, color, values: buckets.map(({ measures }) => readNumber(measures, measure)) }]
      }
      comparison={before.some((value) => value !== null) ? { label: names.before, values: before } : undefined}
      formats={formats}
      format={formatOf(unit, formats)}
      height={chartHeight}
    />
  )
}

const OverTime = ({ result: { series: buckets = [], groups }, selection }: ChartProps) => {
  const texts = useTexts(exploreTexts)
  const names = useTexts(recordTexts)
  const language = useLanguage()
  const formats = useFormats()
  const select = useSelectRange()
  const { writeKeys } = useKeyTexts()
  const {
    measures: [measure],
    by,
    chart,
  } = selection
  const { path, unit } = measure
  const label = nameOf(language, path)
  const drawn = groups ? selectDrawn(groups, measure, chart === 'stacked') : null
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
    : [
        {
          key: path,
          label,
          color: seriesColor(0),
          values: buckets.map((bucket) => readNumber(bucket.measures, measure)),
        },
      ]
  const comparison =
    !groups && buckets.some(({ previous }) => (readNumber(previous, measure) ?? 0) > 0)
      ? { label: names.before, values: buckets.map(({ previous }) => readNumber(previous, measure)) }
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
        height={chartHeight}
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

const Bars = ({ result: { groups = [] }, selection }: ChartProps) => {
  const formats = useFormats()
  const { writeKeys } = useKeyTexts()
  const {
    measures: [measure],
    by,
  } = selection
  const values = groups.map(({ measures: found }) => readNumber(found, measure))
  const top = Math.max(0, ...values.map((value) => value ?? 0))
  const format = formatOf(measure.unit, formats)
  return (
    <ul className="grid grid-cols-[minmax(0,max-content)_1fr_max-content] items-center gap-x-4 gap-y-2">
      {groups.map((group, index) => {
        const value = values[index] ?? null
        const costs = readCosts(group.measures, measure)
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
            <span className="text-right font-medium">
              {costs ? <RecordedCost measures={costs} write={format} /> : format(value)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

const Hours = ({ result: { groups = [] }, selection }: ChartProps) => {
  const language = useLanguage()
  const formats = useFormats()
  const [measure] = selection.measures
  const { path, unit } = measure
  const values = new Map(
    groups.map(({ key, measures: found }) => [`${key['dayOfWeek']} ${key['hourOfDay']}`, readNumber(found, measure)]),
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
