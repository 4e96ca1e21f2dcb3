import type { Formats } from '../i18n/formats.ts'
import { useTexts } from '../i18n/language.ts'
import { DataTable } from '../ui/DataTable.tsx'
import { writeBucket } from './bucketText.ts'
import { chartTexts } from './chartTexts.ts'
import type { ChartBucket, ChartComparison, ChartSeries } from './types.ts'

/** The values of a chart as a table, newest first. */
export const ChartTable = ({
  label,
  buckets,
  series,
  comparison,
  formats,
  format,
  height = 220,
}: {
  readonly label: string
  readonly buckets: readonly ChartBucket[]
  readonly series: readonly ChartSeries[]
  readonly comparison?: ChartComparison | undefined
  readonly formats: Formats
  readonly format: (value: number | null) => string
  readonly height?: number
}) => {
  const texts = useTexts(chartTexts)
  const rows = buckets.map((bucket, index) => ({ bucket, index })).toReversed()
  return (
    <div style={{ height }} className="flex flex-col">
      <DataTable
        caption={label}
        className="grow overflow-y-auto"
        rows={rows}
        rowKey={({ bucket }) => bucket.bucketStart}
        columns={[
          {
            key: 'time',
            header: texts.time,
            cell: ({ bucket }) => writeBucket(bucket, formats, texts.range),
            className: 'whitespace-nowrap',
          },
          ...[...series, ...(comparison ? [{ key: 'comparison', ...comparison }] : [])].map(
            ({ key, label: header, values }) => ({
              key,
              header,
              isNumber: true,
              cell: ({ index }: { readonly index: number }) => format(values[index] ?? null),
            }),
          ),
        ]}
      />
    </div>
  )
}
