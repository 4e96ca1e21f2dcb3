import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Limits } from '../../config/limits.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { recordOf } from '../http/requestRecord.ts'
import { asGraphqlError } from './documents.ts'
import { serializeInTurns } from './serialize.ts'

/** The error of an operation that reads, or returns, more bytes than is allowed. */
export const makeSizeError = (verb: 'read' | 'returned', maxBytes: number): ExpectedError =>
  new ExpectedError(
    'QUERY_TOO_COMPLEX',
    `The operation ${verb} more than ${maxBytes.toLocaleString('en-US')} bytes (MAX_RESPONSE_BYTES). Request smaller pages or fewer long texts.`,
  )

/** Up to this cost and this many bytes read, a result is small: it is serialized in one go, and cannot reach the limit. */
const small = { cost: 1000, bytes: 64_000 }

const isSmall = ({ extensions }: ExecutionResult, receivedBytes: number): boolean =>
  Number(extensions?.['cost'] ?? 0) <= small.cost && receivedBytes <= small.bytes

/**
 * Bounds the size of responses. A large one is serialized piece by piece, so that the event loop serves others between
 * them, and replaced by an error once it exceeds the limit.
 */
export const useResponseSize = ({ maxResponseBytes }: Pick<Limits, 'maxResponseBytes'>): Plugin => ({
  onResultProcess: async ({ request, result, setResult }) => {
    if (Array.isArray(result) || !('data' in result) || result.data == null) return
    if (isSmall(result, recordOf(request).receivedBytes)) return
    const data = await serializeInTurns(result.data, maxResponseBytes)
    if (data === undefined) setResult({ errors: [asGraphqlError(makeSizeError('returned', maxResponseBytes))] })
    else setResult({ ...result, stringify: (whole: ExecutionResult) => writeResult(whole, data) })
  },
})

/** The text of a result whose data is text already. */
const writeResult = (result: ExecutionResult, data: string): string => {
  const members = Object.entries(result).flatMap(([name, value]: [string, unknown]) => {
    const text = name === 'data' ? data : JSON.stringify(value)
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`]
  })
  return `{${members.join(',')}}`
}
