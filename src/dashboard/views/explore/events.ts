import type { OperationDocument } from '../../api/resultOf.ts'
import {
  embeddingCallEvents,
  errorEvents,
  feedbackEvents,
  llmCallEvents,
  messageEvents,
  sessionEvents,
  toolCallEvents,
} from '../../live/documents.ts'
import type { LiveData } from '../../live/liveEvents.ts'
import type { MetricsRecord } from './catalogue.ts'

/** The events by which a record's metrics change, and whether they can be restricted by the filter of the record. */
interface RecordEvents {
  readonly document: OperationDocument<LiveData, Readonly<Record<string, unknown>>>
  readonly isFiltered: boolean
}

const documents: Readonly<Record<string, unknown>> = {
  EmbeddingCall: embeddingCallEvents,
  Error: errorEvents,
  Feedback: feedbackEvents,
  LlmCall: llmCallEvents,
  Message: messageEvents,
  Session: sessionEvents,
  ToolCall: toolCallEvents,
}

/** Returns the events of a record. A turn, which is derived, changes by its messages. */
export const eventsOf = ({ name }: MetricsRecord): RecordEvents => ({
  // Explore passes the filter of the record as the compiler cannot check it.
  document: (documents[name] ?? messageEvents) as RecordEvents['document'],
  isFiltered: name in documents,
})
