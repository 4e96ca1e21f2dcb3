import pg from 'pg'
import { ExpectedError, tryAgain } from '../shared/errors.ts'
import type { FieldReading, RootField } from '../shared/requestScope.ts'

/** A statement that was cancelled because the request that sent it has ended. */
export class RequestEndedError extends Error {
  override readonly name = 'RequestEndedError'
}

/** Codes of the system and of PostgreSQL for a server that is unavailable, restarting, or out of connections. */
const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
])

const awayMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|not queryable|Can't reach database server|Server has closed the connection/

/** Temporary failures of PostgreSQL by code: the reason, and the seconds after which to retry. */
const passing: Readonly<Record<string, readonly [reason: string, seconds: number]>> = {
  '53100': ['The disk of the database is full: nothing can be recorded until space is freed. Reads continue.', 30],
  '53200': ['The database is out of memory. Try again in a moment.', 5],
  '25006': ['The database is read-only: nothing can be recorded at the moment. Reads continue.', 5],
  '40001': ['The change conflicted with a concurrent change of the same data. Try again.', 1],
  '40P01': ['The change conflicted with a concurrent change of the same data. Try again.', 1],
}

/** Codes of PostgreSQL for a connection that ended: whether a statement was committed before is unknown. */
const endedConnection = /^(08|57P)/

/** Whether PostgreSQL reported that a statement failed, and therefore changed nothing. */
export const isRolledBack = (error: unknown): boolean =>
  chainOf(error).some((one) => one instanceof pg.DatabaseError && !endedConnection.test(one.code ?? ''))

/** Errors of PostgreSQL about data that is too large for its settings: what the statement exceeded. */
const tooLarge: Readonly<Record<string, string>> = {
  '57014': 'exceeded the statement timeout of the database (OPERATION_TIMEOUT_MS)',
  '53400': 'exceeded the temporary file limit of the database (temp_file_limit)',
}

const codesOf = (error: object): unknown[] => [
  'code' in error ? error.code : undefined,
  'originalCode' in error ? error.originalCode : undefined,
]

/** The error and its causes. */
const chainOf = (error: unknown): object[] => {
  const chain: object[] = []
  let current = error
  while (current !== null && typeof current === 'object' && chain.length < 8) {
    chain.push(current)
    const { cause, meta } = current as { cause?: unknown; meta?: { driverAdapterError?: unknown } }
    current = cause ?? meta?.driverAdapterError
  }
  return chain
}

/** What is read if no root field is known. */
const anyReading: FieldReading = { what: 'the operation', narrower: 'Narrow the filter or request less data.' }

const isAway = (codes: readonly string[], messages: readonly string[]): boolean =>
  codes.some((code) => away.has(code)) || messages.some((message) => awayMessages.test(message))

/** Whether a failure of the database is temporary, so that the same work may succeed later. */
export const isOutage = (error: unknown): boolean =>
  !chainOf(error).some((one) => one instanceof RequestEndedError) &&
  explainDatabaseFailure(error)?.code === 'SERVICE_UNAVAILABLE'

/**
 * Converts a database failure that is temporary or caused by the size of a request to an error for the caller;
 * otherwise undefined.
 * @param field the root field whose statement failed.
 */
export const explainDatabaseFailure = (error: unknown, field?: RootField): ExpectedError | undefined => {
  const chain = chainOf(error)
  const codes = chain.flatMap(codesOf).map(String)
  const messages = chain.map((one) => ('message' in one ? String(one.message) : ''))
  const large = codes.map((code) => tooLarge[code]).find((reason) => reason !== undefined)
  if (large !== undefined) {
    const { what, narrower } = field?.describe() ?? anyReading
    return new ExpectedError('QUERY_TOO_COMPLEX', `A statement of ${what} ${large}. ${narrower}`)
  }
  const [reason, seconds] = codes.map((code) => passing[code]).find((known) => known !== undefined) ?? []
  if (reason !== undefined) return tryAgain('SERVICE_UNAVAILABLE', reason, seconds ?? 1)
  if (chain.some((one) => one instanceof RequestEndedError) || isAway(codes, messages))
    return tryAgain('SERVICE_UNAVAILABLE', 'The database is temporarily unavailable. Try again in a moment.', 1)
  return undefined
}
