/** An event with data of a stream of Server-Sent Events. */
export interface ServerSentEvent {
  readonly id: string | undefined
  readonly data: string
}

/**
 * Reads the events of a subscription from a response, in the distinct connections mode of "GraphQL over Server-Sent
 * Events", until it is complete. Comments are skipped.
 * @param onData called whenever anything has been received.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  onData: () => void,
): AsyncGenerator<ServerSentEvent, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) throw new Error('The connection was closed')
    onData()
    text += decoder.decode(value, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const { event, id, data } = readFields(block)
      if (event === 'complete') return
      if (event === 'next' && data !== undefined) yield { id, data }
    }
  }
}

/** The fields of an event by their names. */
const readFields = (block: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    block.split('\n').map((line) => {
      const [name = '', value = ''] = line.split(/: ?(.*)/s, 2)
      return [name, value]
    }),
  )
