import { OperatorError } from '../../shared/errors.ts'

/** A LangBot database that cannot be opened or read. The message contains the reason. */
export class SourceAccessError extends OperatorError {
  override readonly name = 'SourceAccessError'
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  ENOTDIR: 'the file does not exist',
  EACCES: 'access to the file is denied',
  SQLITE_NOTADB: 'the file is not a SQLite database',
  SQLITE_CORRUPT: 'the SQLite database is damaged',
  SQLITE_BUSY: 'the SQLite database is locked by another process. Try again later',
  SQLITE_LOCKED: 'the SQLite database is locked by another process. Try again later',
  SQLITE_CANTOPEN: 'the file cannot be opened. Check its permissions and those of its folder',
}

/** Converts an error of SQLite or of its file to a readable one. Other errors are returned unchanged. */
export const describeSqliteFailure = (error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const reason = reasons[code]
  return reason === undefined ? error : new SourceAccessError(reason, { cause: error })
}
