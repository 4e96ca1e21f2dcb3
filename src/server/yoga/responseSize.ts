import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Limits } from '../../config/limits.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { formatNumber } from '../../shared/numbers.ts'
import { asGraphqlError } from './documents.ts'
import { serializeInTurns } from './serialize.ts'

/** The error of an operation that reads or returns more bytes than allowed. */
export const makeSizeError = (verb: 'read' | 'returned', maxBytes: number): ExpectedError =>
  new ExpectedError(
    'QUERY_TOO_COMPLEX',
    `The operation ${verb} more than ${formatNumber(maxBytes)} bytes (MAX_RESPONSE_BYTES). Request smaller pages or fewer long texts.`,
  )

/**
 * Limits the size of responses. Results are serialized in pieces, so that the event loop can handle other requests in
 * between, and are replaced by an error if they exceed the limit.
 */
export const useResponseSize = ({ maxResponseBytes }: Pick<Limits, 'maxResponseBytes'>): Plugin => ({
  onResultProcess: async ({ result, setResult }) => {
    if (Array.isArray(result) || !('data' in result) || result.data == null) return
    const data = await serializeInTurns(result.data, maxResponseBytes)
    if (data === undefined) setResult({ errors: [asGraphqlError(makeSizeError('returned', maxResponseBytes))] })
    // Yoga passes the result to `Response`, which also accepts bytes. Returning a long text would encode it again.
    else setResult({ ...result, stringify: (whole: ExecutionResult) => writeResult(whole, data) as unknown as string })
  },
})

/** The bytes of a result whose data has already been serialized. */
const writeResult = (result: ExecutionResult, data: readonly Buffer[]): Buffer => {
  const members = Object.entries(result).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'data') return [[Buffer.from('"data":'), ...data]]
    const text = JSON.stringify(value)
    return text === undefined ? [] : [[Buffer.from(`${JSON.stringify(name)}:${text}`)]]
  })
  const separated = members.flatMap((member, index) => [Buffer.from(index === 0 ? '{' : ','), ...member])
  return Buffer.concat([...separated, Buffer.from('}')])
}
