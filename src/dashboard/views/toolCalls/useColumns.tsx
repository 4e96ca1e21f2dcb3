import { useTexts } from '../../i18n/language.ts'
import { longTextColumn, numberColumn, textColumn, useTimeColumn } from '../../parts/columns.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { valueTexts } from '../../parts/valueTexts.ts'
import { useFormats } from '../../scope/useScope.ts'
import type { Column } from '../../ui/column.ts'
import { callColumns, type ListedToolCall } from './document.ts'
import { toolCallsTexts } from './texts.ts'

/** All columns of the list. */
export const useColumns = (): readonly Column<ListedToolCall>[] => {
  const texts = useTexts(toolCallsTexts)
  const names = useTexts(recordTexts)
  const { toolSources } = useTexts(valueTexts)
  const formats = useFormats()
  const time = useTimeColumn()
  return [
    time,
    textColumn(callColumns.tool, texts.tool, ({ toolName }) => toolName),
    textColumn(callColumns.source, texts.source, ({ toolSource }) => toolSources[toolSource]),
    textColumn(callColumns.status, names.status, ({ status }) => (
      <StatusBadge status={status} text={names.statuses[status]} />
    )),
    longTextColumn(callColumns.arguments, texts.arguments, (call) => call.arguments),
    textColumn(callColumns.bot, names.bot, ({ botName }) => botName),
    textColumn(callColumns.pipeline, names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn(callColumns.user, names.user, ({ userName }) => userName),
    numberColumn(callColumns.duration, names.duration, ({ durationMs }) => formats.duration(durationMs), {
      isSortable: true,
    }),
    longTextColumn(callColumns.error, names.error, ({ errorMessage }) => errorMessage),
  ]
}
