import { type DestinationStream, type Logger, pino } from 'pino'

/** Names under which a secret might be logged by mistake. */
const secretNames = ['authorization', 'cookie', 'token', 'secret', 'password', 'connectionString', 'databaseUrl']

/** Parts of database and Prisma errors that may contain values of a statement: they are removed. */
const quotedValue = /"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)=\([^()\n]*\)/g

/** Errors of PostgreSQL's class 42 name tables and columns: never values, which statements only refer to. */
const isAboutNames = (error: Error): boolean =>
  'severity' in error && 'code' in error && String(error.code).startsWith('42')

const describeMessage = (error: Error): string => {
  const isOfDatabase = 'severity' in error || 'clientVersion' in error
  if (!isOfDatabase || isAboutNames(error)) return error.message
  const lines = error.message.trim().split('\n')
  return (lines.at(-1) ?? '').replaceAll(quotedValue, '…')
}

/** An error as the log has it: where it happened and what it was, without the values that it happened with. */
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

/** Makes the log: one line of JSON for each event, with neither tokens nor secrets nor contents of messages. */
export const makeLogger = (level: string, destination?: DestinationStream): Logger => {
  const options = {
    level,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}
