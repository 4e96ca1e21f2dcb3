/** A request that a server must withstand, whether it is rejected or not. */
export interface Attack {
  readonly name: string
  /** The path as sent, without normalization; by default that of GraphQL. */
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The body, or a function of the number of the trial, so that a repeated trial does not hit a cache. */
  readonly body?: string | Buffer | ((trial: number) => string)
  /** Sent repeatedly instead of a body, until the server responds. */
  readonly endless?: string
  /** The number of requests in one trial; by default ten. */
  readonly times?: number
  /** Whether the request is forbidden, so that no response may contain data. */
  readonly forbidden?: boolean
}

/** An attack that posts a query. Each trial has a different document. */
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
