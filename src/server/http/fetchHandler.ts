import { Request } from '@whatwg-node/fetch'
import type { Handle } from './handler.ts'
import { splitTarget } from './incoming.ts'
import { RequestRecord } from './requestRecord.ts'

/** Handles a request of the Fetch API. */
export type FetchApp = (input: string | Request, init?: RequestInit) => Promise<Response>

/** Creates the app as a function of the Fetch API, without a server. Responses count as sent when they are returned. */
export const makeFetch =
  (handle: Handle): FetchApp =>
  async (input, init) => {
    const request = typeof input === 'string' ? new Request(input, init) : input
    const { pathname, search } = new URL(request.url)
    const record = new RequestRecord()
    const leave = () => record.leave()
    if (request.signal.aborted) leave()
    request.signal.addEventListener('abort', leave, { once: true })
    record.atEnd(() => request.signal.removeEventListener('abort', leave))
    const { method, headers } = request
    const response = await handle({
      ...splitTarget(`${pathname}${search}`),
      method,
      headers,
      address: 'local',
      record,
      toRequest: () => request,
      disconnect: () => undefined,
    })
    if (record.isStream) record.onStreamEnd = () => record.end()
    else record.end()
    return response
  }
