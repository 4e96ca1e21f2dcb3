import { useTexts } from '../../i18n/language.ts'
import { longTextColumn, numberColumn, textColumn, useTimeColumn } from '../../parts/columns.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { valueTexts } from '../../parts/valueTexts.ts'
import { useFormats } from '../../scope/useScope.ts'
import type { Column } from '../../ui/column.ts'
import type { ListedToolCall } from './document.ts'
import { toolCallsTexts } from './texts.ts'

/** The columns that are shown unless others are chosen. */
export const defaultColumns = ['time', 'tool', 'status', 'arguments', 'bot', 'user', 'duration', 'error']

/** All columns of the list. */
export const useColumns = (): readonly Column<ListedToolCall>[] => {
  const texts = useTexts(toolCallsTexts)
  const names = useTexts(recordTexts)
  const { toolSources } = useTexts(valueTexts)
  const formats = useFormats()
  const time = useTimeColumn()
  return [
    time,
    textColumn('tool', texts.tool, ({ toolName }) => toolName),
    textColumn('source', texts.source, ({ toolSource }) => toolSources[toolSource]),
    textColumn('status', names.status, ({ status }) => <StatusBadge status={status} text={names.statuses[status]} />),
    longTextColumn('arguments', texts.arguments, (call) => call.arguments),
    textColumn('bot', names.bot, ({ botName }) => botName),
    textColumn('pipeline', names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn('user', names.user, ({ userName }) => userName),
    numberColumn('duration', names.duration, ({ durationMs }) => formats.duration(durationMs), { isSortable: true }),
    longTextColumn('error', names.error, ({ errorMessage }) => errorMessage),
  ]
}
