import { type ExecutionArgs, type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql'
import { explainDatabaseFailure } from '../../db/failures.ts'
import type { Readers } from '../../db/replicas/readers.ts'
import type { Execute } from '../../graphql/execution/execute.ts'
import { makeOperationStats } from '../http/operationStats.ts'
import { readContext, recordOfContext } from './yogaContext.ts'

/**
 * Decides where an operation reads, once for all of its fields: queries from a replica, everything else from the
 * primary. A query whose replica fails is executed again, on the primary. The response says as of when the data is, in
 * `extensions.database`.
 */
export const executeWithReaders =
  (readers: Readers, execute: Execute): Execute =>
  (args) => {
    const kind = getOperationAST(args.document, args.operationName)?.operation
    if (kind === OperationTypeNode.QUERY) return executeQuery(readers, execute, args)
    return kind === OperationTypeNode.MUTATION ? executeMutation(readers, execute, args) : execute(args)
  }

const withDatabase = (result: ExecutionResult, database: object): ExecutionResult => ({
  ...result,
  extensions: { ...result.extensions, database },
})

const executeQuery = async (readers: Readers, execute: Execute, args: ExecutionArgs): Promise<ExecutionResult> => {
  const record = recordOfContext(args.contextValue)
  const reader = await readers.choose(record.share)
  if (reader) {
    const { prisma, ...database } = reader
    const result = await execute({ ...args, contextValue: { ...readContext(args.contextValue), prisma } })
    if (record.signal.aborted || !hasLostDatabase(result))
      return withDatabase(result, { server: 'replica', ...database })
    readers.suspend(reader)
    record.rootFields.length = 0
    record.receivedBytes = 0
    if (record.stats) record.stats = makeOperationStats()
  }
  return withDatabase(await execute(args), { server: 'primary' })
}

/** Whether a statement failed because the replica is unavailable, or had to replay a change that conflicts with it. */
const hasLostDatabase = ({ errors }: ExecutionResult): boolean =>
  errors?.some(({ originalError }) => explainDatabaseFailure(originalError)?.code === 'SERVICE_UNAVAILABLE') ?? false

/** A mutation may have changed something even if it fails. */
const executeMutation = async (readers: Readers, execute: Execute, args: ExecutionArgs): Promise<ExecutionResult> => {
  try {
    return await execute(args)
  } finally {
    readers.noteChange(recordOfContext(args.contextValue).share)
  }
}
