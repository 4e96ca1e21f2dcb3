import { type DestinationStream, type Logger, pino } from 'pino'

/** Names of properties that might contain a secret. */
const secretNames = ['authorization', 'cookie', 'token', 'secret', 'password', 'connectionString', 'databaseUrl']

/** Parts of database and Prisma errors that may contain values of a statement. They are removed. */
const quotedValue = /"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)=\([^()\n]*\)/g

/**
 * Errors of PostgreSQL's class 42 contain names of tables and columns, but no values, which are bound as parameters.
 */
const isAboutNames = (error: Error): boolean =>
  'severity' in error && 'code' in error && String(error.code).startsWith('42')

const describeMessage = (error: Error): string => {
  const isOfDatabase = 'severity' in error || 'clientVersion' in error
  if (!isOfDatabase || isAboutNames(error)) return error.message
  const lines = error.message.trim().split('\n')
  return (lines.at(-1) ?? '').replaceAll(quotedValue, '…')
}

/** Describes an error for the log: where it occurred and what it was, without values. */
const describeError = (error: unknown): object => {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const { cause } = error
  return {
    type: error.name,
    message: describeMessage(error),
    ...code,
    stack: frames.map((line) => line.trim()),
    ...(cause instanceof Error && cause !== error ? { cause: describeError(cause) } : {}),
  }
}

/** Creates the logger: one line of JSON per event, without tokens, secrets or message contents. */
export const makeLogger = (level: string, destination?: DestinationStream): Logger => {
  const options = {
    level,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}
