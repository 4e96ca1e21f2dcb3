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
    const set = (data: readonly Buffer[] | undefined): void | Promise<void> => {
      if (!data) return reject()
      // Yoga passes the result to `Response`, which also accepts bytes. Returning a long text would encode it again.
      setResult({ ...result, stringify: (whole: ExecutionResult) => writeResult(whole, data) as unknown as string })
    }
    const data = serializeData(result.data, maxResponseBytes)
    return data instanceof Promise ? data.then(set) : set(data)
  },
})

/** The JSON of the data of a result; undefined if it exceeds a number of bytes. Large data are serialized in slices. */
const serializeData = (
  data: unknown,
  maxBytes: number,
): readonly Buffer[] | undefined | Promise<readonly Buffer[] | undefined> => {
  const small = serializeSmall(data)
  if (small === undefined) return serializeInSlices(data, maxBytes)
  return small.length > maxBytes ? undefined : [small]
}

/** Serializes a result in slices. It is replaced by an error if its data exceed a number of bytes. */
export const serializeLimited = async (
  result: ExecutionResult,
  maxBytes: number,
  present: (result: ExecutionResult) => ExecutionResult,
): Promise<Buffer> => {
  if (result.data == null) return Buffer.from(JSON.stringify(present(result)))
  const data = await serializeData(result.data, maxBytes)
  return data
    ? writeResult(present(result), data)
    : Buffer.from(JSON.stringify(present(makeSizeResult(result, maxBytes))))
}

const makeSizeResult = ({ extensions }: ExecutionResult, maxBytes: number, advice?: string): ExecutionResult => ({
  errors: [asGraphqlError(makeSizeError('returned', maxBytes, advice))],
  ...(extensions && { extensions }),
})

/** The bytes of a result whose data has already been serialized. */
const writeResult = ({ errors, data: _, ...others }: ExecutionResult, data: readonly Buffer[]): Buffer => {
  const start = errors ? `{"errors":${JSON.stringify(errors)},"data":` : '{"data":'
  // The other members follow in the same object, without its opening brace.
  const rest = JSON.stringify(others).slice(1)
  return Buffer.concat([Buffer.from(start), ...data, Buffer.from(rest === '}' ? rest : `,${rest}`)])
}
