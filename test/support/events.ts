import type { ExecutionResult } from 'graphql'

/** A message of a stream of events. */
export interface ReceivedEvent {
  readonly event: string
  readonly id?: string
  readonly data: string
}

/** The result of an event of a subscription. */
export type Result = ExecutionResult<Record<string, unknown>>

/** A stream of events, as a client reads it. */
export interface EventReader {
  /** Reads the next event; undefined at the end. Comments are skipped. */
  next(): Promise<ReceivedEvent | undefined>
  /** Reads the result of the next event; undefined if the subscription is complete. */
  nextResult(): Promise<Result | undefined>
  /** Reads the results of the next events. */
  nextResults(count: number): Promise<Result[]>
  /** Closes the connection. */
  close(): Promise<void>
}

const parseEvent = (block: string): ReceivedEvent | undefined => {
  const fields = Object.fromEntries(
    block
      .split('\n')
      .filter((line) => !line.startsWith(':'))
      .map((line) => /^(\w+): ?(.*)$/.exec(line)?.slice(1) ?? [line, '']),
  )
  return fields['event'] === undefined ? undefined : (fields as ReceivedEvent)
}

/** Reads a response as a stream of events. */
export const readEvents = (response: Response): EventReader => {
  const reader = response.body?.getReader()
  if (!reader) throw new Error('The response has no body')
  const decoder = new TextDecoder()
  let text = ''
  let hasBegun = false
  const next = async (): Promise<ReceivedEvent | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const found = parseEvent(text.slice(0, end))
        text = text.slice(end + 2)
        if (found) return found
        continue
      }
      hasBegun = true
      const { done, value } = await reader.read()
      if (done) return undefined
      text += decoder.decode(value, { stream: true })
    }
  }
  const nextResult = async (): Promise<Result | undefined> => {
    const found = await next()
    return found?.event === 'next' ? (JSON.parse(found.data) as Result) : undefined
  }
  return {
    next,
    nextResult,
    nextResults: async (count) => {
      const results: Result[] = []
      while (results.length < count) {
        const result = await nextResult()
        if (!result) throw new Error(`The subscription ended after ${results.length} events`)
        results.push(result)
      }
      return results
    },
    close: async () => {
      // A response without a server ignores the cancellation of a body that has not been read at all.
      if (!hasBegun) await reader.read()
      await reader.cancel()
    },
  }
}
