/** The area of a topic. Each pipeline handles only some areas. */
export type Area = 'orders' | 'account' | 'sales' | 'it' | 'thanks'

/** Media that a question may include. */
export type Attachment = 'Image' | 'File' | 'Voice'

/**
 * A topic of questions, with variants of the question and of the response, in any combination. `{order}`, `{product}`,
 * `{city}`, `{amount}` and `{days}` are placeholders for details that differ between conversations.
 */
export interface Topic {
  readonly area: Area
  readonly questions: readonly string[]
  readonly answers: readonly string[]
  readonly attachment?: Attachment
}
