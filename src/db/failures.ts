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

/** What PostgreSQL cannot do for a while, by its code: the reason, and seconds after which to try again. */
const passing: Readonly<Record<string, readonly [reason: string, seconds: number]>> = {
  '53100': ['The disk of the database is full: nothing can be recorded until space is freed. Reads continue.', 30],
  '53200': ['The database has no memory left for this now. Try again in a moment.', 5],
  '25006': ['The database takes no changes now: it is read-only. Reading goes on.', 5],
  '40001': ['Others changed the same at the same time. Try again.', 1],
  '40P01': ['Others changed the same at the same time. Try again.', 1],
}

/** What PostgreSQL refuses as too large for its settings. */
const tooLarge: Readonly<Record<string, string>> = {
  '57014': 'A statement of the operation took longer than the database allows (OPERATION_TIMEOUT_MS).',
  '53400': 'A statement of the operation needs more room than the database allows (temp_file_limit).',
}

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
  const codes = chain.flatMap(codesOf).map(String)
  const messages = chain.map((one) => ('message' in one ? String(one.message) : ''))
  const large = codes.map((code) => tooLarge[code]).find((reason) => reason !== undefined)
  if (large !== undefined) return new ExpectedError('QUERY_TOO_COMPLEX', `${large} Narrow its filter or ask for less.`)
  const [reason, seconds] = codes.map((code) => passing[code]).find((known) => known !== undefined) ?? []
  if (reason !== undefined) return tryAgain('SERVICE_UNAVAILABLE', reason, seconds ?? 1)
  if (codes.some((code) => away.has(code)) || messages.some((message) => awayMessages.test(message)))
    return tryAgain('SERVICE_UNAVAILABLE', 'The database does not answer now. Try again in a moment.', 1)
  return undefined
}
