import { writeBucket } from '../../charts/bucketText.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { numberColumn, textColumn } from '../../parts/columns.tsx'
import { RecordedCost } from '../../parts/RecordedCost.tsx'
import { useListNavigation } from '../../scope/listSearch.ts'
import { toggleSorting } from '../../scope/sorting.ts'
import { useFormats } from '../../scope/useScope.ts'
import { ChangeCell } from '../../ui/Change.tsx'
import type { Column } from '../../ui/column.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { CsvButton } from './CsvButton.tsx'
import { useKeyTexts } from './keys.ts'
import { nameOf } from './names.ts'
import { type Measures, type MetricsResult, readCosts, readMeasure, readNumber } from './result.ts'
import type { Selection } from './selection.ts'
import { exploreTexts } from './texts.ts'
import { formatOf } from './units.ts'

interface Row {
  readonly key: string
  readonly names: readonly string[]
  readonly measures: Measures | undefined
  readonly previous: Measures | null | undefined
}

/** The result as a table: the groups, or the buckets without groups. */
export const ResultTable = ({
  result,
  selection,
  isLoading,
}: {
  readonly result: MetricsResult
  readonly selection: Selection
  /** Whether the result of another selection is loaded, so that this one is not downloaded by mistake. */
  readonly isLoading: boolean
}) => {
  const texts = useTexts(exploreTexts)
  const language = useLanguage()
  const formats = useFormats()
  const { go } = useListNavigation()
  const { by, measures, sorting, chart } = selection
  const rows = useRows(result, selection)
  const headers = by.length > 0 ? by.map(({ name }) => nameOf(language, name)) : [texts.time]
  const isSortable = by.length > 0 && chart !== 'heat'
  const columns: readonly Column<Row>[] = [
    ...headers.map((header, index) => textColumn<Row>(`key${index}`, header, ({ names }) => names[index])),
    ...measures.flatMap((measure) => {
      const { path, unit, order } = measure
      const largest = Math.max(0, ...rows.map((row) => readNumber(row.measures, measure) ?? 0))
      const write = unit === 'dollars' ? formats.costLike(largest) : formatOf(unit, formats)
      const writeCell = (row: Row) => {
        const costs = readCosts(row.measures, measure)
        if (costs) return <RecordedCost measures={costs} write={write} />
        const value = readMeasure(row.measures, measure)
        return unit === 'time' && value !== null
          ? formats.dateTime(String(value))
          : write(readNumber(row.measures, measure))
      }
      const column = numberColumn<Row>(path, nameOf(language, path), writeCell, {
        isSortable: isSortable && order !== null,
      })
      const change = numberColumn<Row>(
        `${path} change`,
        texts.change(nameOf(language, path)),
        ({ measures: now, previous }) => (
          <ChangeCell
            value={readNumber(now, measure)}
            previous={readNumber(previous, measure)}
            more="neutral"
            isShare={unit === 'percent'}
            format={write}
            formats={formats}
          />
        ),
      )
      return unit !== 'time' && rows.some(({ previous }) => previous) ? [column, change] : [column]
    }),
  ]
  const shown = result.groups?.filter(({ isOthers }) => !isOthers).length ?? 0
  return (
    <Panel
      title={texts.rows}
      note={
        result.groupCount === undefined
          ? null
          : texts.groupsNote(result.groupCount, formats.number(shown), formats.number(result.groupCount))
      }
      actions={<CsvButton content="table" result={result} selection={selection} isLoading={isLoading} />}
    >
      <DataTable
        caption={texts.rows}
        className="max-h-[32rem] overflow-y-auto"
        rows={rows}
        rowKey={({ key }) => key}
        columns={columns}
        {...(isSortable
          ? {
              sorting: { key: sorting.measure.path, isDescending: sorting.isDescending },
              onSort: (key: string) =>
                go({
                  sort: toggleSorting({ key: sorting.measure.path, isDescending: sorting.isDescending }, key),
                }),
            }
          : {})}
      />
    </Panel>
  )
}

const useRows = ({ groups, series = [] }: MetricsResult, { by }: Selection): readonly Row[] => {
  const formats = useFormats()
  const { writeKey } = useKeyTexts()
  if (groups)
    return groups.map((group, index) => ({
      key: String(index),
      names: by.map((dimension) => writeKey(group, dimension)),
      measures: group.measures,
      previous: group.previous,
    }))
  return series
    .map((bucket) => ({
      key: bucket.bucketStart,
      names: [writeBucket(bucket, formats, (from, to) => `${from} – ${to}`)],
      measures: bucket.measures,
      previous: bucket.previous,
    }))
    .toReversed()
}
