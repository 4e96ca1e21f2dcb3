import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { layOutJson } from '../../../parts/layOutJson.ts'
import { MessageContent } from '../../../parts/MessageContent.tsx'
import { ErrorText } from '../../../parts/RecordDetails.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { StatusBadge } from '../../../parts/StatusBadge.tsx'
import { valueTexts } from '../../../parts/valueTexts.ts'
import { keepScope } from '../../../scope/keepScope.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { Details } from '../../../ui/Details.tsx'
import { FoldedText } from '../../../ui/FoldedText.tsx'
import { conversationTexts } from '../shared/conversationTexts.ts'
import type { StepRecord } from './steps.ts'
import { turnTexts } from './texts.ts'

/** Everything about one step of a turn. */
export const StepDetails = ({ content }: { readonly content: StepRecord }) => {
  const texts = useTexts(turnTexts)
  const shared = useTexts(conversationTexts)
  const names = useTexts(recordTexts)
  const { purposes, toolSources } = useTexts(valueTexts)
  const formats = useFormats()
  const { kind, record } = content
  const time = [names.time, formats.exactTime(record.timestamp)] as const
  const status =
    'status' in record
      ? ([
          names.status,
          <StatusBadge key="status" status={record.status} text={names.statuses[record.status]} />,
        ] as const)
      : undefined
  const items = (...own: readonly (readonly [string, ReactNode])[]) => (
    <Details items={[...own, ...(status ? [status] : []), time, [names.id, record.id]]} />
  )
  switch (kind) {
    case 'question':
    case 'reply':
      return (
        <Stack>
          <MessageContent content={record.messageContent} />
          {items()}
        </Stack>
      )
    case 'model':
      return (
        <Stack>
          <ErrorText text={record.errorMessage} />
          {items(
            [names.model, record.modelName],
            [texts.input, formats.number(record.inputTokens)],
            [texts.output, formats.number(record.outputTokens)],
            [names.tokens, formats.number(record.totalTokens)],
            [shared.cost, formats.cost(record.cost)],
            [names.duration, formats.duration(record.durationMs)],
          )}
          <StepLink to="/model-calls" id={record.id} text={texts.showModelCall} />
        </Stack>
      )
    case 'embedding':
      return (
        <Stack>
          <ErrorText text={record.errorMessage} />
          {items(
            [texts.query, record.queryText ? <FoldedText key="query" text={record.queryText} /> : null],
            [names.model, record.modelName],
            [texts.purpose, record.callType === null ? null : purposes[record.callType]],
            [texts.knowledgeBase, record.knowledgeBaseId],
            [texts.inputs, formats.number(record.inputCount)],
            [names.tokens, formats.number(record.totalTokens)],
            [names.duration, formats.duration(record.durationMs)],
          )}
          <StepLink to="/model-calls" kind="embedding" id={record.id} text={texts.showModelCall} />
        </Stack>
      )
    case 'tool':
      return (
        <Stack>
          <ErrorText text={record.errorMessage} />
          <Code label={texts.arguments} text={record.arguments} none={texts.noArguments} />
          <Code label={texts.result} text={record.result} none={texts.noArguments} />
          {items(
            [texts.name, record.toolName],
            [texts.source, toolSources[record.toolSource]],
            [names.duration, formats.duration(record.durationMs)],
          )}
          <StepLink to="/tool-calls" id={record.id} text={texts.showToolCall} />
        </Stack>
      )
    case 'error':
      return (
        <Stack>
          <ErrorText text={record.errorMessage} />
          <Code label={texts.stack} text={record.stackTrace} none={texts.noStack} />
          {items([texts.name, record.errorType])}
          <StepLink to="/errors" id={record.id} text={texts.showError} />
        </Stack>
      )
  }
}

const Stack = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-3">{children}</div>
)

/** The text of a call or error, or a note that none was recorded. */
const Code = ({
  label,
  text,
  none,
}: {
  readonly label: string
  readonly text: string | null
  readonly none: string
}) => (text ? <CodeBlock title={label} text={layOutJson(text)} /> : <Details items={[[label, none]]} />)

/** Leads to a record in the list of its kind. */
const StepLink = ({
  to,
  kind,
  id,
  text,
}: {
  readonly to: '/model-calls' | '/tool-calls' | '/errors'
  /** The kind of calls that are listed; LLM calls if it is left out. */
  readonly kind?: 'embedding'
  readonly id: string
  readonly text: string
}) => (
  <Link
    to={to}
    search={(search) => ({
      ...keepScope(search),
      kind,
      open: id,
      ...(to === '/errors' ? { list: 'errors' as const } : {}),
    })}
    className="self-start font-medium text-accent hover:underline"
  >
    {text}
  </Link>
)
