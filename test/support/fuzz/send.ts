import { gunzipSync } from 'node:zlib'
import type { TestApp } from '../app.ts'
import type { FuzzRequest } from './request.ts'

/** A response with the processor time that the process spent on it. */
export interface FuzzResponse {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly cpuMs: number
}

/** Sends a request and reads the complete response. */
export const send = async (app: Pick<TestApp, 'fetch'>, request: FuzzRequest): Promise<FuzzResponse> => {
  const { method, path, headers, body } = request
  const before = process.cpuUsage()
  const response = await app.fetch(path, { method, headers, ...(body === undefined ? {} : { body }) })
  const bytes = Buffer.from(await response.arrayBuffer())
  const { user, system } = process.cpuUsage(before)
  const isGzip = response.headers.get('content-encoding') === 'gzip'
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text: (isGzip ? gunzipSync(bytes) : bytes).toString(),
    cpuMs: (user + system) / 1000,
  }
}
