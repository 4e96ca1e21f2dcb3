import { useTexts } from '../../../i18n/language.ts'
import { longTextColumn, modelColumn, numberColumn, textColumn, useTimeColumn } from '../../../parts/columns.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { StatusBadge } from '../../../parts/StatusBadge.tsx'
import { valueTexts } from '../../../parts/valueTexts.ts'
import { useFormats } from '../../../scope/useScope.ts'
import type { Column } from '../../../ui/column.ts'
import { modelCallsTexts } from '../texts.ts'
import { type EmbeddingCall, embeddingColumns } from './document.ts'

/** All columns of the list. */
export const useEmbeddingColumns = (): readonly Column<EmbeddingCall>[] => {
  const texts = useTexts(modelCallsTexts)
  const names = useTexts(recordTexts)
  const { purposes } = useTexts(valueTexts)
  const formats = useFormats()
  const time = useTimeColumn()
  return [
    time,
    modelColumn(embeddingColumns.model, names.model, ({ modelName }) => modelName),
    textColumn(embeddingColumns.status, names.status, ({ status }) => (
      <StatusBadge status={status} text={names.statuses[status]} />
    )),
    textColumn(embeddingColumns.purpose, texts.purpose, ({ callType }) => callType && purposes[callType]),
    longTextColumn(embeddingColumns.query, texts.query, ({ queryText }) => queryText),
    textColumn(embeddingColumns.base, texts.base, ({ knowledgeBaseId }) => knowledgeBaseId),
    textColumn(embeddingColumns.bot, names.bot, ({ botName }) => botName),
    textColumn(embeddingColumns.pipeline, names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn(embeddingColumns.user, names.user, ({ userName }) => userName),
    numberColumn(embeddingColumns.inputs, texts.inputs, ({ inputCount }) => formats.number(inputCount)),
    numberColumn(embeddingColumns.tokens, names.tokens, ({ totalTokens }) => formats.number(totalTokens)),
    numberColumn(embeddingColumns.duration, names.duration, ({ durationMs }) => formats.duration(durationMs)),
    longTextColumn(embeddingColumns.error, names.error, ({ errorMessage }) => errorMessage),
  ]
}
