import { useTexts } from '../../../i18n/language.ts'
import { longTextColumn, modelColumn, numberColumn, textColumn, useTimeColumn } from '../../../parts/columns.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { StatusBadge } from '../../../parts/StatusBadge.tsx'
import { valueTexts } from '../../../parts/valueTexts.ts'
import { useFormats } from '../../../scope/useScope.ts'
import type { Column } from '../../../ui/column.ts'
import { modelCallsTexts } from '../texts.ts'
import type { EmbeddingCall } from './document.ts'

/** The columns that are shown unless others are chosen. */
export const defaultEmbeddingColumns = [
  'time',
  'model',
  'status',
  'purpose',
  'query',
  'bot',
  'inputs',
  'tokens',
  'duration',
  'error',
]

/** All columns of the list. */
export const useEmbeddingColumns = (): readonly Column<EmbeddingCall>[] => {
  const texts = useTexts(modelCallsTexts)
  const names = useTexts(recordTexts)
  const { purposes } = useTexts(valueTexts)
  const formats = useFormats()
  const time = useTimeColumn()
  return [
    time,
    modelColumn(names.model, ({ modelName }) => modelName),
    textColumn('status', names.status, ({ status }) => <StatusBadge status={status} text={names.statuses[status]} />),
    textColumn('purpose', texts.purpose, ({ callType }) => callType && purposes[callType]),
    longTextColumn('query', texts.query, ({ queryText }) => queryText),
    textColumn('base', texts.base, ({ knowledgeBaseId }) => knowledgeBaseId),
    textColumn('bot', names.bot, ({ botName }) => botName),
    textColumn('pipeline', names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn('user', names.user, ({ userName }) => userName),
    numberColumn('inputs', texts.inputs, ({ inputCount }) => formats.number(inputCount)),
    numberColumn('tokens', names.tokens, ({ totalTokens }) => formats.number(totalTokens)),
    numberColumn('duration', names.duration, ({ durationMs }) => formats.duration(durationMs)),
    longTextColumn('error', names.error, ({ errorMessage }) => errorMessage),
  ]
}
