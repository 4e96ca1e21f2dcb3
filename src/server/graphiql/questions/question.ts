/** A question about the monitoring data, and the operation that answers it. */
export interface Question {
  /** The question, as an operator or analyst would ask it. */
  readonly title: string
  /** How to read the result, or how to adapt the operation. */
  readonly note: string
  /** One operation without variables and absolute times, so that it can be run at any time. */
  readonly operation: string
}

/** Questions of one topic: a section of `docs/queries.md`. */
export interface Topic {
  readonly title: string
  readonly questions: readonly Question[]
}
