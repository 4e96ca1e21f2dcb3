import { useTexts } from '../../i18n/language.ts'
import { longTextColumn, modelColumn, numberColumn, textColumn, useTimeColumn } from '../../parts/columns.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { useFormats } from '../../scope/useScope.ts'
import type { Column } from '../../ui/column.ts'
import type { ModelCall } from './document.ts'
import { modelCallsTexts } from './texts.ts'

/** The columns that are shown unless others are chosen. */
export const defaultColumns = ['time', 'model', 'status', 'bot', 'user', 'tokens', 'cost', 'duration', 'error']

/** All columns of the list. */
export const useColumns = (calls: readonly ModelCall[]): readonly Column<ModelCall>[] => {
  const texts = useTexts(modelCallsTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  const time = useTimeColumn()
  const writeCost = formats.costLike(Math.max(0, ...calls.map(({ cost }) => cost ?? 0)))
  const isSortable = true
  return [
    time,
    modelColumn(names.model, ({ modelName }) => modelName),
    textColumn('status', names.status, ({ status }) => <StatusBadge status={status} text={names.statuses[status]} />),
    textColumn('bot', names.bot, ({ botName }) => botName),
    textColumn('pipeline', names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn('user', names.user, ({ userName }) => userName),
    numberColumn('input', texts.input, ({ inputTokens }) => formats.number(inputTokens)),
    numberColumn('output', texts.output, ({ outputTokens }) => formats.number(outputTokens)),
    numberColumn('tokens', names.tokens, ({ totalTokens }) => formats.number(totalTokens), { isSortable }),
    numberColumn('cost', texts.cost, ({ cost }) => writeCost(cost), { isSortable }),
    numberColumn('duration', names.duration, ({ durationMs }) => formats.duration(durationMs), { isSortable }),
    longTextColumn('error', names.error, ({ errorMessage }) => errorMessage),
  ]
}
