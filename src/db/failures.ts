import { ExpectedError, tryAgain } from '../shared/errors.ts'

/** Codes of the system and of PostgreSQL that say that the server is away, restarts, or takes no more connections. */
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

const statementTimeout = '57014'

const codesOf = (error: object): unknown[] => [
  'code' in error ? error.code : undefined,
  'originalCode' in error ? error.originalCode : undefined,
]

/** The error, and those that it was made from. */
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

/** What to tell a caller of a failure of the database that is none of theirs, or only too long; else undefined. */
export const explainDatabaseFailure = (error: unknown): ExpectedError | undefined => {
  const chain = chainOf(error)
  const codes = chain.flatMap(codesOf)
  const messages = chain.map((one) => ('message' in one ? String(one.message) : ''))
  if (codes.includes(statementTimeout))
    return new ExpectedError(
      'QUERY_TOO_COMPLEX',
      'A statement of the operation took longer than the database allows (OPERATION_TIMEOUT_MS). Narrow its filter or ask for less.',
    )
  if (codes.some((code) => away.has(String(code))) || messages.some((message) => awayMessages.test(message)))
    return tryAgain('SERVICE_UNAVAILABLE', 'The database does not answer now. Try again in a moment.', 1)
  return undefined
}
