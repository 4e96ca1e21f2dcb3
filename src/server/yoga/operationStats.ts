import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { makeOperationStats } from '../http/operationStats.ts'
import { recordOf } from '../http/requestRecord.ts'
import { recordOfContext } from './yogaContext.ts'

/**
 * Adds statistics about the statements of an operation to its response, as `extensions.stats`, if the request asks for
 * them. They begin when the operation is executed, after all limits have been checked.
 */
export const useOperationStats = (): Plugin => ({
  onExecute: ({ args }) => {
    const record = recordOfContext(args.contextValue)
    if (record.requestsStats) record.stats = makeOperationStats()
  },
  onResultProcess: ({ request, result, setResult }) => {
    const { stats } = recordOf(request)
    if (!stats || Array.isArray(result) || Symbol.asyncIterator in result) return
    const { extensions }: ExecutionResult = result
    setResult({ ...result, extensions: { ...extensions, stats: stats.report() } })
  },
})
