import { useTexts } from '../../i18n/language.ts'
import { longTextColumn, modelColumn, numberColumn, textColumn, useTimeColumn } from '../../parts/columns.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { useFormats } from '../../scope/useScope.ts'
import type { Column } from '../../ui/column.ts'
import { callColumns, type ModelCall } from './document.ts'
import { modelCallsTexts } from './texts.ts'

/** All columns of the list. */
export const useColumns = (calls: readonly Partial<ModelCall>[]): readonly Column<ModelCall>[] => {
  const texts = useTexts(modelCallsTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  const time = useTimeColumn()
  const writeCost = formats.costLike(Math.max(0, ...calls.map(({ cost }) => cost ?? 0)))
  const isSortable = true
  return [
    time,
    modelColumn(callColumns.model, names.model, ({ modelName }) => modelName),
    textColumn(callColumns.status, names.status, ({ status }) => (
      <StatusBadge status={status} text={names.statuses[status]} />
    )),
    textColumn(callColumns.bot, names.bot, ({ botName }) => botName),
    textColumn(callColumns.pipeline, names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn(callColumns.user, names.user, ({ userName }) => userName),
    numberColumn(callColumns.input, texts.input, ({ inputTokens }) => formats.number(inputTokens)),
    numberColumn(callColumns.output, texts.output, ({ outputTokens }) => formats.number(outputTokens)),
    numberColumn(callColumns.tokens, names.tokens, ({ totalTokens }) => formats.number(totalTokens), { isSortable }),
    numberColumn(callColumns.cost, texts.cost, ({ cost }) => writeCost(cost), { isSortable }),
    numberColumn(callColumns.duration, names.duration, ({ durationMs }) => formats.duration(durationMs), {
      isSortable,
    }),
    longTextColumn(callColumns.error, names.error, ({ errorMessage }) => errorMessage),
  ]
}
