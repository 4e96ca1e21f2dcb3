import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../i18n/language.ts'
import { ErrorText, QuotedMessage, RecordDetails } from '../../parts/RecordDetails.tsx'
import { useOpenRecord } from '../../parts/requestAddition.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { errorDocument } from './document.ts'
import { errorsTexts } from './texts.ts'

/** Everything about one error. */
export const ErrorDetails = ({
  id,
  list,
}: {
  readonly id: string
  /** The operation of the list, which may load it. */
  readonly list: UseQueryResult
}) => {
  const texts = useTexts(errorsTexts)
  const query = useOpenRecord(errorDocument, id, list)
  return (
    <RecordDetails
      query={query}
      items={({ errorType, fingerprint }) => [
        [texts.type, errorType],
        [
          texts.group,
          <Link
            key="group"
            to="/errors"
            search={(search) => ({
              ...search,
              group: fingerprint,
              q: undefined,
              type: undefined,
              open: undefined,
              after: undefined,
              before: undefined,
            })}
            className="text-accent hover:underline"
          >
            {texts.openGroup}
          </Link>,
        ],
      ]}
    >
      {({ errorMessage, message, stackTrace }) => (
        <>
          <ErrorText text={errorMessage} />
          <QuotedMessage text={message?.messageText} />
          {stackTrace ? <CodeBlock title={texts.stack} text={stackTrace} /> : null}
        </>
      )}
    </RecordDetails>
  )
}
