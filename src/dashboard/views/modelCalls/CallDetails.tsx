import { useOperation } from '../../api/useOperation.ts'
import { useTexts } from '../../i18n/language.ts'
import { ErrorText, QuotedMessage, RecordDetails } from '../../parts/RecordDetails.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { useFormats } from '../../scope/useScope.ts'
import { modelCallDocument } from './document.ts'
import { modelCallsTexts } from './texts.ts'

/** Everything about one call. */
export const CallDetails = ({ id }: { readonly id: string }) => {
  const texts = useTexts(modelCallsTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  const query = useOperation(modelCallDocument, { id })
  return (
    <RecordDetails
      query={query}
      items={(call) => [
        [names.model, call.modelName],
        [names.status, <StatusBadge key="status" status={call.status} text={names.statuses[call.status]} />],
        [names.duration, formats.duration(call.durationMs)],
        [texts.input, formats.number(call.inputTokens)],
        [texts.output, formats.number(call.outputTokens)],
        [names.tokens, formats.number(call.totalTokens)],
        [texts.cost, formats.cost(call.cost)],
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
