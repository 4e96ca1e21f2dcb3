import type { UseQueryResult } from '@tanstack/react-query'
import { useTexts } from '../../i18n/language.ts'
import { layOutJson } from '../../parts/layOutJson.ts'
import { ErrorText, QuotedMessage, RecordDetails } from '../../parts/RecordDetails.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useOpenRecord } from '../../parts/requestAddition.ts'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { valueTexts } from '../../parts/valueTexts.ts'
import { useFormats } from '../../scope/useScope.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { toolCallDocument } from './document.ts'
import { toolCallsTexts } from './texts.ts'

/** Everything about one call. */
export const CallDetails = ({
  id,
  list,
}: {
  readonly id: string
  /** The operation of the list, which may load it. */
  readonly list: UseQueryResult
}) => {
  const texts = useTexts(toolCallsTexts)
  const names = useTexts(recordTexts)
  const { toolSources } = useTexts(valueTexts)
  const formats = useFormats()
  const query = useOpenRecord(toolCallDocument, id, list)
  return (
    <RecordDetails
      query={query}
      items={({ toolName, toolSource, status, durationMs }) => [
        [texts.tool, toolName],
        [texts.source, toolSources[toolSource]],
        [names.status, <StatusBadge key="status" status={status} text={names.statuses[status]} />],
        [names.duration, formats.duration(durationMs)],
      ]}
    >
      {({ errorMessage, message, arguments: given, result }) => (
        <>
          <ErrorText text={errorMessage} />
          <QuotedMessage text={message?.messageText} />
          {given ? <CodeBlock title={texts.arguments} text={layOutJson(given)} /> : null}
          {result ? <CodeBlock title={texts.result} text={layOutJson(result)} /> : null}
        </>
      )}
    </RecordDetails>
  )
}
