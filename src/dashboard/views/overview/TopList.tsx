import { useTexts } from '../../i18n/language.ts'
import { type CostMeasures, readCost } from '../../parts/costs.ts'
import { RecordedCost, useWithoutCost } from '../../parts/RecordedCost.tsx'
import { useFormats } from '../../scope/useScope.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ShareBar } from '../../ui/ShareBar.tsx'
import { type TopMeasure, topMeasures } from './search.ts'
import { overviewTexts } from './texts.ts'

type Measures = Readonly<Record<TopMeasure, number>> & CostMeasures

interface TopRow {
  readonly id: string | null | undefined
  readonly name: string | null | undefined
  readonly measures: Measures
}

/** What has the most of a measure, with its share of the total. */
export const TopList = ({
  title,
  measure,
  totals,
  rows,
}: {
  readonly title: string
  readonly measure: TopMeasure
  readonly totals: Measures
  readonly rows: readonly TopRow[]
}) => {
  const texts = useTexts(overviewTexts)
  const formats = useFormats()
  const shown = rows.filter(({ measures }) => measures[measure] > 0)
  const writeName = ({ id, name }: TopRow) =>
    name && shown.filter((other) => other.name === name).length > 1 ? `${name} · ${id}` : (name ?? texts.unknownName)
  const shareOf = ({ measures }: TopRow) => measures[measure] / totals[measure]
  const write = measure === 'totalCost' ? formats.costLike(shown[0]?.measures.totalCost) : formats.compact
  const writeMissing = useWithoutCost()
  const describe = (measures: Measures) =>
    [
      ...topMeasures.map(
        (name) =>
          `${texts.measures[name]}: ${name === 'totalCost' ? formats.cost(readCost(measures)) : formats.number(measures[name])}`,
      ),
      writeMissing(measures),
    ]
      .filter((line) => line !== undefined)
      .join('\n')
  return (
    <Panel title={title}>
      {shown.length === 0 ? (
        <Empty />
      ) : (
        <DataTable
          caption={title}
          isFixed
          rows={shown}
          rowKey={({ id }) => id ?? ''}
          columns={[
            {
              key: 'name',
              header: texts.name,
              className: 'truncate',
              headerClass: 'w-1/2',
              cell: (row) => <span title={row.id ?? undefined}>{writeName(row)}</span>,
            },
            {
              key: 'bar',
              header: texts.share,
              headerClass: 'w-[28%]',
              cell: (row) => (
                <span className="flex items-center gap-2">
                  <ShareBar share={shareOf(row)} />
                  <span className="w-11 shrink-0 text-right text-muted text-xs max-2xl:hidden">
                    {formats.share(shareOf(row) * 100)}
                  </span>
                </span>
              ),
            },
            {
              key: 'value',
              header: texts.measures[measure],
              isNumber: true,
              className: 'whitespace-nowrap',
              cell: ({ measures }) => (
                <span title={describe(measures)}>
                  {measure === 'totalCost' ? (
                    <RecordedCost {...{ measures, write }} hint={describe(measures)} />
                  ) : (
                    write(measures[measure])
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
    </Panel>
  )
}
