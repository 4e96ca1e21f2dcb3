/** What a topic is about; pipelines answer only some. */
export type Area = 'orders' | 'account' | 'sales' | 'it' | 'thanks'

/** What may come along with a question. */
export type Attachment = 'Image' | 'File' | 'Voice'

/**
 * Something that users ask: ways to ask it and to answer it, any answer for any question. `{order}`, `{product}`,
 * `{city}`, `{amount}` and `{days}` stand for details that differ between conversations.
 */
export interface Topic {
  readonly area: Area
  readonly questions: readonly string[]
  readonly answers: readonly string[]
  readonly attachment?: Attachment
}
