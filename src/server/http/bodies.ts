import { RefusedRequest } from './errorAnswer.ts'
import type { Incoming } from './incoming.ts'

/**
 * Accepts a body that a page of another origin cannot send without a preflight request. Other types than JSON and
 * compressed bodies (415), and bodies over the limit (413), are rejected before they are read.
 */
export const checkBody = ({ method, headers }: Pick<Incoming, 'method' | 'headers'>, maxBytes: number): void => {
  if (method !== 'POST') return
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new RefusedRequest(415, `The body is ${JSON.stringify(type ?? null)}: send application/json.`)
  const encoding = headers.get('content-encoding')?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity')
    throw new RefusedRequest(
      415,
      `The body is compressed (${JSON.stringify(encoding.slice(0, 60))}): send it uncompressed.`,
      {
        'Accept-Encoding': 'identity',
      },
    )
  const length = headers.get('content-length')
  if (length !== null && Number(length) > maxBytes)
    throw new RefusedRequest(
      413,
      `The body has ${Number(length).toLocaleString('en-US')} bytes: at most ${maxBytes.toLocaleString('en-US')} are allowed (MAX_RECORDING_BODY_BYTES).`,
      { Connection: 'close' },
    )
}
