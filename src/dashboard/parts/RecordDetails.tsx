import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ApiError } from '../api/apiError.ts'
import { useTexts } from '../i18n/language.ts'
import { keepScope } from '../scope/keepScope.ts'
import { useFormats } from '../scope/useScope.ts'
import { Details } from '../ui/Details.tsx'
import { Empty } from '../ui/Empty.tsx'
import { FoldedText } from '../ui/FoldedText.tsx'
import { QueryBody } from '../ui/QueryBody.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { recordTexts } from './recordTexts.ts'
import { usePlatformName } from './usePlatformName.ts'

/** What the details of every record show. */
export interface DetailedRecord {
  readonly id: string
  readonly timestamp: string
  readonly botName: string | null
  readonly pipelineName: string | null
  readonly platform: string | null
  readonly userId: string | null
  readonly userName?: string | null
  readonly sessionId: string | null
  readonly messageId: string | null
}

/** Everything about one record: what is its own, and what it belongs to. A record that does not exist is explained. */
export const RecordDetails = <Row extends DetailedRecord, Data extends { readonly record: Row | null }>({
  query,
  items,
  children,
}: {
  readonly query: UseQueryResult<Data, ApiError>
  /** Names with the values of the record. */
  readonly items: (record: NonNullable<Data['record']>) => readonly (readonly [string, ReactNode])[]
  /** What is shown above the names and values, e.g. long texts. */
  readonly children: (record: NonNullable<Data['record']>) => ReactNode
}) => (
  <QueryBody query={query} placeholder={<Skeleton className="h-80" />}>
    {({ record }) =>
      record === null || record === undefined ? (
        <MissingRecord />
      ) : (
        <RecordFacts record={record} items={items(record)}>
          {children(record)}
        </RecordFacts>
      )
    }
  </QueryBody>
)

/** Explains that a record does not exist. */
const MissingRecord = () => {
  const texts = useTexts(recordTexts)
  return <Empty title={texts.missingTitle} advice={texts.missingAdvice} />
}

/** A record with what is its own, and what it belongs to. */
const RecordFacts = ({
  record,
  items,
  children,
}: {
  readonly record: DetailedRecord
  readonly items: readonly (readonly [string, ReactNode])[]
  readonly children: ReactNode
}) => {
  const texts = useTexts(recordTexts)
  const formats = useFormats()
  const nameOfPlatform = usePlatformName()
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {children}
      <Details
        items={[
          [texts.time, formats.exactDateTime(record.timestamp)],
          ...items,
          [texts.bot, record.botName],
          [texts.pipeline, record.pipelineName],
          [texts.platform, nameOfPlatform(record.platform)],
          [texts.user, [record.userName, record.userId].filter(Boolean).join(' · ')],
          [
            texts.session,
            record.sessionId === null ? null : (
              <RecordLink key="session" to="/conversations/sessions/$id" id={record.sessionId} />
            ),
          ],
          [
            texts.message,
            record.messageId === null ? null : (
              <RecordLink key="message" to="/conversations/turns/$id" id={record.messageId} />
            ),
          ],
          [texts.id, record.id],
        ]}
      />
    </div>
  )
}

/** The id of another record as a link to its page. */
const RecordLink = ({
  to,
  id,
}: {
  readonly to: '/conversations/sessions/$id' | '/conversations/turns/$id'
  readonly id: string
}) => (
  <Link to={to} params={{ id }} search={keepScope} className="text-accent hover:underline">
    {id}
  </Link>
)

/** The error message of a record; nothing if it has none. */
export const ErrorText = ({ text }: { readonly text: string | null }) =>
  text ? <FoldedText look="failure" text={text} /> : null

/** The text of a message that a record belongs to; nothing if there is none. */
export const QuotedMessage = ({ text }: { readonly text: string | null | undefined }) =>
  text ? (
    <blockquote className="border-line-strong border-l-2 pl-3">
      <FoldedText text={text} />
    </blockquote>
  ) : null
