import { useOperation } from '../../../api/useOperation.ts'
import { useTexts } from '../../../i18n/language.ts'
import { ErrorText, QuotedMessage, RecordDetails } from '../../../parts/RecordDetails.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { StatusBadge } from '../../../parts/StatusBadge.tsx'
import { valueTexts } from '../../../parts/valueTexts.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { modelCallsTexts } from '../texts.ts'
import { embeddingCallDocument } from './document.ts'

/** Everything about one embedding call. */
export const EmbeddingDetails = ({ id }: { readonly id: string }) => {
  const texts = useTexts(modelCallsTexts)
  const names = useTexts(recordTexts)
  const { purposes } = useTexts(valueTexts)
  const formats = useFormats()
  const query = useOperation(embeddingCallDocument, { id })
  return (
    <RecordDetails
      query={query}
      items={(call) => [
        [names.model, call.modelName],
        [names.status, <StatusBadge key="status" status={call.status} text={names.statuses[call.status]} />],
        [texts.purpose, call.callType && purposes[call.callType]],
        [texts.base, call.knowledgeBaseId],
        [texts.query, call.queryText],
        [names.duration, formats.duration(call.durationMs)],
        [texts.inputs, formats.number(call.inputCount)],
        [texts.input, formats.number(call.promptTokens)],
        [names.tokens, formats.number(call.totalTokens)],
      ]}
    >
      {(call) => (
        <>
          <ErrorText text={call.errorMessage} />
          <QuotedMessage text={call.message?.messageText} />
        </>
      )}
    </RecordDetails>
  )
}
