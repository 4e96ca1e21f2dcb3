import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Limits } from '../../config/limits.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { formatNumber } from '../../shared/numbers.ts'
import { recordOf } from '../http/requestRecord.ts'
import { unknownSizes } from '../limits/sizeAdvice.ts'
import { asGraphqlError } from './documents.ts'
import { serializeInSlices, serializeSmall } from './serialize.ts'

/** The error of an operation that reads or returns more bytes than allowed. */
export const makeSizeError = (
  verb: 'read' | 'returned',
  maxBytes: number,
  advice: string = unknownSizes,
): ExpectedError =>
  new ExpectedError(
    'QUERY_TOO_COMPLEX',
    `The operation ${verb} more than ${formatNumber(maxBytes)} bytes (MAX_RESPONSE_BYTES). ${advice}`,
  )

/**
 * Limits the size of responses. Results are serialized in pieces, so that the event loop can handle other requests in
 * between, and are replaced by an error if they exceed the limit.
 */
export const useResponseSize = ({ maxResponseBytes }: Pick<Limits, 'maxResponseBytes'>): Plugin => ({
  onResultProcess: ({ request, result, setResult }) => {
    if (Array.isArray(result) || !('data' in result) || result.data == null) return undefined
    const reject = async (): Promise<void> => {
      const advice = await recordOf(request).adviseSmaller?.(result.data)
      setResult(makeSizeResult(result, maxResponseBytes, advice))
    }
    const set = (data: SerializedData | undefined): void | Promise<void> => {
      if (!data) return reject()
      // Yoga passes the result to `Response`, which also accepts bytes. Returning a long text would encode it again.
      setResult({ ...result, stringify: (whole: ExecutionResult) => writeResult(whole, data) as string })
    }
    const data = serializeData(result.data, maxResponseBytes)
    return data instanceof Promise ? data.then(set) : set(data)
  },
})

/** The JSON of data: its text, or if it is large, the parts of its text in UTF-8. */
type SerializedData = string | readonly Buffer[]

/** The JSON of the data of a result; undefined if it exceeds a number of bytes. Large data are serialized in slices. */
const serializeData = (
  data: unknown,
  maxBytes: number,
): SerializedData | undefined | Promise<SerializedData | undefined> => {
  const small = serializeSmall(data)
  if (small === undefined) return serializeInSlices(data, maxBytes)
  return exceedsBytes(small, maxBytes) ? undefined : small
}

/** The most bytes in UTF-8 that a UTF-16 code unit takes. */
const maxBytesPerUnit = 3

/** Counting bytes copies the text of JSON to one piece of memory, which the response does again with its other parts. */
const exceedsBytes = (text: string, maxBytes: number): boolean =>
  text.length * maxBytesPerUnit > maxBytes && Buffer.byteLength(text) > maxBytes

/** Serializes a result in slices. It is replaced by an error if its data exceed a number of bytes. */
export const serializeLimited = async (
  result: ExecutionResult,
  maxBytes: number,
  present: (result: ExecutionResult) => ExecutionResult,
): Promise<Buffer> => {
  if (result.data == null) return Buffer.from(JSON.stringify(present(result)))
  const data = await serializeData(result.data, maxBytes)
  const json = data ? writeResult(present(result), data) : JSON.stringify(present(makeSizeResult(result, maxBytes)))
  return typeof json === 'string' ? Buffer.from(json) : json
}

const makeSizeResult = ({ extensions }: ExecutionResult, maxBytes: number, advice?: string): ExecutionResult => ({
  errors: [asGraphqlError(makeSizeError('returned', maxBytes, advice))],
  ...(extensions && { extensions }),
})

/** The JSON of a result whose data has already been serialized: text, or bytes if the data are. */
const writeResult = ({ errors, data: _, ...others }: ExecutionResult, data: SerializedData): string | Buffer => {
  const start = errors ? `{"errors":${JSON.stringify(errors)},"data":` : '{"data":'
  // The other members follow in the same object, without its opening brace.
  const members = JSON.stringify(others).slice(1)
  const end = members === '}' ? members : `,${members}`
  return typeof data === 'string' ? start + data + end : Buffer.concat([Buffer.from(start), ...data, Buffer.from(end)])
}
