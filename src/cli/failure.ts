import { OperatorError } from '../shared/errors.ts'

/** A command that cannot be executed as given. */
export class CommandError extends OperatorError {
  override readonly name = 'CommandError'
}

const explainSystemError = (error: Error): string | undefined => {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `The database cannot be reached (${code}). Check DATABASE_URL, and that PostgreSQL is running there.`
  if (/timeout exceeded when trying to connect|Connection terminated/.test(error.message))
    return 'The connection to the database timed out. Check DATABASE_URL, and that PostgreSQL is running there.'
  if (code === '53100') return 'The disk of the database is full. Free some space, then try again.'
  if (code === '28P01' || code === '28000' || code === '3D000')
    return `The database rejects the connection: ${error.message}. Check DATABASE_URL.`
  return undefined
}

/** The text to print for a failed command: the message of an expected failure, otherwise the stack trace. */
export const explainFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof OperatorError) return error.message
  return explainSystemError(error) ?? error.stack ?? error.message
}
