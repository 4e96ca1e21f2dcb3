import { useTexts } from '../../../i18n/language.ts'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { StatusBadge } from '../../../parts/StatusBadge.tsx'
import { useFormats } from '../../../scope/useScope.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import type { Step } from './steps.ts'
import { turnTexts } from './texts.ts'

/** The steps of a turn as a table. */
export const TraceTable = ({ steps }: { readonly steps: readonly Step[] }) => {
  const texts = useTexts(turnTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  return (
    <DataTable
      caption={texts.trace}
      rows={steps}
      rowKey={({ key }) => key}
      columns={[
        { key: 'kind', header: texts.kind, cell: ({ content }) => texts.kinds[content.kind] },
        { key: 'name', header: texts.name, className: 'max-w-64 truncate', cell: ({ name }) => name },
        {
          key: 'status',
          header: names.status,
          cell: ({ content: { record } }) =>
            'status' in record ? <StatusBadge status={record.status} text={names.statuses[record.status]} /> : null,
        },
        { key: 'time', header: names.time, cell: ({ content }) => formats.exactTime(content.record.timestamp) },
        { key: 'start', header: texts.start, isNumber: true, cell: ({ start }) => formats.duration(start) },
        {
          key: 'duration',
          header: names.duration,
          isNumber: true,
          cell: ({ start, end, isCall }) => (isCall ? formats.duration(end - start) : null),
        },
      ]}
    />
  )
}
