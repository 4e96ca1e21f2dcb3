import { Download } from 'lucide-react'
import { useState } from 'react'
import { downloadExport } from '../api/downloadExport.ts'
import { useTexts } from '../i18n/language.ts'
import { defineTexts } from '../i18n/texts.ts'
import type { OrderBy } from '../scope/sorting.ts'
import { Button } from '../ui/Button.tsx'
import { type ExportName, hasExportOrder, toExportColumns } from './exportColumns.ts'

const exportTexts = defineTexts(
  {
    export: 'Export CSV',
    exporting: 'Exporting…',
    byTime: 'Exported newest first',
    byTimeHint: 'Turns cannot be exported in this order, since its values are computed for the list.',
    failed: (reason: string) => `The export failed: ${reason}`,
    truncated: 'The export is limited to 100,000 rows: choose a shorter time range for the rest.',
  },
  {
    export: '导出 CSV',
    exporting: '正在导出…',
    byTime: '按时间倒序导出',
    byTimeHint: '此排序的数值是为列表实时计算的，导出对话轮次时无法使用。',
    failed: (reason) => `导出失败：${reason}`,
    truncated: '导出最多 100,000 行，其余数据请缩短时间范围后再导出。',
  },
)

/** Downloads the records of a list as CSV: all that match, not only the page that is shown. */
export const ExportButton = ({
  type,
  filter,
  orderBy,
  columns,
}: {
  /** The record, by its name in the export. */
  readonly type: ExportName
  /** The filter of the list, with its time window. */
  readonly filter: object
  /** The order of the list. */
  readonly orderBy: OrderBy<string>
  /** The columns of the list, if they were chosen; otherwise the export has all that it has by default. */
  readonly columns: readonly string[] | undefined
}) => {
  const texts = useTexts(exportTexts)
  const isOrdered = hasExportOrder(type, orderBy.field)
  const [isRunning, setRunning] = useState(false)
  const [note, setNote] = useState('')
  const run = async () => {
    setRunning(true)
    setNote('')
    try {
      const { isTruncated } = await downloadExport(type, {
        filter,
        orderBy: isOrdered ? orderBy : undefined,
        columns: columns && toExportColumns(type, columns),
      })
      if (isTruncated) setNote(texts.truncated)
    } catch (error) {
      setNote(texts.failed(error instanceof Error ? error.message : String(error)))
    } finally {
      setRunning(false)
    }
  }
  return (
    <>
      {isOrdered ? null : (
        <span className="text-muted text-xs" title={texts.byTimeHint}>
          {texts.byTime}
        </span>
      )}
      {note ? (
        <span role="alert" className="max-w-[min(20rem,60vw)] break-words text-warn">
          {note}
        </span>
      ) : null}
      <Button isDisabled={isRunning} onClick={() => void run()}>
        <Download aria-hidden className="size-3.5 text-muted" />
        <span className="max-sm:sr-only">{isRunning ? texts.exporting : texts.export}</span>
      </Button>
    </>
  )
}
