/** A request that a server must survive: rejected, or answered like any other. */
export interface Attack {
  readonly name: string
  /** As it is sent, not normalised; by default that of GraphQL. */
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The body; where it is made, from the number of the trial, so that a repeated trial meets no cache. */
  readonly body?: string | Buffer | ((trial: number) => string)
  /** Sent in place of a body, until the server answers. */
  readonly endless?: string
  /** How often it is sent in one trial; by default ten times. */
  readonly times?: number
  /** Whether no response may hold data: the request is forbidden. */
  readonly forbidden?: boolean
}

/** An attack that posts a query; each trial has a document of its own. */
export const queryAttack = (
  name: string,
  query: string,
  variables?: object,
  options: Pick<Attack, 'times'> = {},
): Attack => ({
  name,
  body: (trial) => JSON.stringify({ query: trial === 0 ? query : `${query} #${trial}`, variables }),
  ...options,
})
