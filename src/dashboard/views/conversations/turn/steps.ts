import type { Turn, TurnMessage } from './document.ts'

/** A record of a turn, by its kind. */
export type StepRecord =
  | { readonly kind: 'question'; readonly record: TurnMessage }
  | { readonly kind: 'embedding'; readonly record: Turn['embeddingCalls'][number] }
  | { readonly kind: 'model'; readonly record: Turn['llmCalls'][number] }
  | { readonly kind: 'tool'; readonly record: Turn['toolCalls'][number] }
  | { readonly kind: 'error'; readonly record: Turn['errors'][number] }
  | { readonly kind: 'reply'; readonly record: TurnMessage }

/** The kinds of steps, in the order in which they are listed. */
export const stepKinds = ['question', 'embedding', 'model', 'tool', 'error', 'reply'] as const

/** A kind of step. */
export type StepKind = (typeof stepKinds)[number]

/** A step of a turn: a message, a call or an error. */
export interface Step {
  /** Identifies the step within the turn. */
  readonly key: string
  readonly content: StepRecord
  /** The model, tool or type of error; undefined for a message. */
  readonly name: string | undefined
  /** Milliseconds from the start of the turn. */
  readonly start: number
  readonly end: number
  /** Whether the step takes time. Messages and errors are points in time. */
  readonly isCall: boolean
  readonly isFailed: boolean
}

/** The steps of a turn with the length of time that they take together, in milliseconds. */
export interface Trace {
  readonly steps: readonly Step[]
  readonly length: number
}

const nameOf = (content: StepRecord): string | undefined => {
  switch (content.kind) {
    case 'model':
    case 'embedding':
      return content.record.modelName
    case 'tool':
      return content.record.toolName
    case 'error':
      return content.record.errorType
    default:
      return undefined
  }
}

const failures = new Set(['ERROR', 'TIMEOUT'])

/**
 * Arranges the records of a turn in the order in which they began. A call is recorded when it has ended. The turn starts
 * with its question, or with what began before it.
 */
export const toTrace = (turn: Turn): Trace => {
  const of = <Kind extends StepKind, Row>(kind: Kind, records: readonly Row[]) =>
    records.map((record) => ({ kind, record }))
  const contents: readonly StepRecord[] = [
    ...of('question', turn.question ? [turn.question] : []),
    ...of('embedding', turn.embeddingCalls),
    ...of('model', turn.llmCalls),
    ...of('tool', turn.toolCalls),
    ...of('error', turn.errors),
    // A turn without a question begins with its first reply.
    ...of('reply', turn.replies),
  ]
  const placed = contents.map((content) => {
    const end = Date.parse(content.record.timestamp)
    return { content, end, start: end - ('durationMs' in content.record ? content.record.durationMs : 0) }
  })
  const first = Math.min(...placed.map(({ start }) => start))
  const last = Math.max(...placed.map(({ end }) => end))
  const steps = placed
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .map(({ content, start, end }) => ({
      key: `${content.kind}-${content.record.id}`,
      content,
      name: nameOf(content),
      start: start - first,
      end: end - first,
      isCall: 'durationMs' in content.record,
      isFailed: content.kind === 'error' || failures.has('status' in content.record ? content.record.status : ''),
    }))
  return { steps, length: last - first }
}
