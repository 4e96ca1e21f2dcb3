import type { Limits } from '../../config/limits.ts'
import { adviseRequests } from '../../shared/adviseRequests.ts'
import type { Caller } from '../../shared/caller.ts'
import { quote } from '../../shared/errors.ts'
import { formatNumber } from '../../shared/numbers.ts'
import { RejectedRequest } from './errorResponse.ts'
import type { Incoming } from './incoming.ts'

/** The limits of request bodies: their bytes, and the values in their JSON. */
export type BodyLimits = Pick<
  Limits,
  'maxBodyBytes' | 'maxRecordingBodyBytes' | 'maxVariableValues' | 'maxRecordingVariableValues'
>

/** Maximum size of a body in bytes, and the setting that defines it. */
export interface BodyLimit {
  readonly maxBytes: number
  readonly setting: string
}

/** Maximum number of values in the JSON of a body, and the setting that defines it. */
interface ValueLimit {
  readonly maxValues: number
  readonly setting: string
}

/**
 * The limits of a body that a caller may send. Only callers with the scope `record` may send the larger bodies of
 * recordings.
 */
export const bodyLimitsOf = (
  { scopes }: Caller,
  limits: BodyLimits,
): { readonly bytes: BodyLimit; readonly values: ValueLimit } =>
  scopes.has('record')
    ? {
        bytes: { maxBytes: limits.maxRecordingBodyBytes, setting: 'MAX_RECORDING_BODY_BYTES' },
        values: { maxValues: limits.maxRecordingVariableValues, setting: 'MAX_RECORDING_VARIABLE_VALUES' },
      }
    : {
        bytes: { maxBytes: limits.maxBodyBytes, setting: 'MAX_BODY_BYTES' },
        values: { maxValues: limits.maxVariableValues, setting: 'MAX_VARIABLE_VALUES' },
      }

/**
 * Accepts only bodies that a page of another origin cannot send without a preflight request.
 * @throws RejectedRequest (415) for media types other than JSON and for compressed bodies, before they are read.
 */
export const checkBodyType = ({ method, headers }: Pick<Incoming, 'method' | 'headers'>): void => {
  if (method !== 'POST') return
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type === undefined || type === '')
    throw new RejectedRequest(415, 'The header Content-Type is missing: send application/json.')
  if (type !== 'application/json') throw new RejectedRequest(415, `The body is ${quote(type)}: send application/json.`)
  const encoding = headers.get('content-encoding')?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity')
    throw new RejectedRequest(415, `The body is compressed (${quote(encoding)}): send it uncompressed.`, {
      'Accept-Encoding': 'identity',
    })
}

/** @throws RejectedRequest (413) for a body whose declared length exceeds the limit, before it is read. */
export const checkBodyLength = ({ headers }: Pick<Incoming, 'headers'>, limit: BodyLimit): void => {
  const length = Number(headers.get('content-length') ?? 0)
  if (length > limit.maxBytes) throw makeLengthError(`The body has ${formatNumber(length)} bytes`, limit, length)
}

/** The text of a body, and its length in bytes. */
export interface BodyText {
  readonly text: string
  readonly bytes: number
}

/**
 * Reads a body as text. A body without a declared length is counted while it arrives.
 * @throws RejectedRequest (413) once it exceeds the limit.
 */
export const readText = async (request: Request, limit: BodyLimit): Promise<BodyText> => {
  // The HTTP parser reads no more than the declared length, which has been checked.
  const length = request.headers.get('content-length')
  if (length !== null || !request.body) return { text: await request.text(), bytes: Number(length) }
  const pieces: Uint8Array[] = []
  let bytes = 0
  // Not by iteration: ending it early would close the connection before a response is sent.
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader()
  for (let next = await reader.read(); next.value; next = await reader.read()) {
    bytes += next.value.length
    if (bytes > limit.maxBytes) throw makeLengthError('The body is too large', limit)
    pieces.push(next.value)
  }
  return { text: new TextDecoder().decode(Buffer.concat(pieces)), bytes }
}

/** The rest of a body that is too large is not read, so its connection cannot be reused. */
const makeLengthError = (what: string, { maxBytes, setting }: BodyLimit, length = 0): RejectedRequest =>
  new RejectedRequest(
    413,
    `${what}: at most ${formatNumber(maxBytes)} bytes are allowed (${setting}). ${adviseRequests('it', length, maxBytes)}`,
    { Connection: 'close' },
  )
