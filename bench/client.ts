import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'

/** The result of a request. */
export interface Result {
  /** The status; 0 if there was no response. */
  readonly status: number
  readonly ms: number
  readonly failed: boolean
}

/** Sends a query or requests a path, and waits for the complete response. */
export const ask = async (
  url: string,
  agent: Agent,
  sent: { readonly query: string; readonly variables?: object } | { readonly path: string },
): Promise<Result> => {
  const started = performance.now()
  try {
    const isPath = 'path' in sent
    const body = isPath ? undefined : JSON.stringify(sent)
    const outgoing = request(`${url}${isPath ? sent.path : '/graphql'}`, {
      agent,
      method: isPath ? 'GET' : 'POST',
      headers: isPath ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? '') },
    })
    outgoing.end(body)
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    let head = ''
    for await (const chunk of response.setEncoding('utf8')) if (head.length < 1000) head += chunk
    const { statusCode: status = 0 } = response
    return { status, ms: performance.now() - started, failed: status !== 200 || head.startsWith('{"errors"') }
  } catch {
    return { status: 0, ms: performance.now() - started, failed: true }
  }
}
