import { getOperationAST, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { inSnapshot } from '../../db/snapshot.ts'
import type { Execute } from '../../graphql/execution/execute.ts'
import { executeWithReaders } from './readers.ts'
import { readContext, recordOfContext } from './yogaContext.ts'

/** Executes a query whose client requests it in one snapshot of the database that it reads. */
const executeInSnapshot =
  (execute: Execute): Execute =>
  (args) =>
    getOperationAST(args.document, args.operationName)?.operation === OperationTypeNode.QUERY
      ? inSnapshot(() => execute(args))
      : execute(args)

/** Executes operations with the executor of this application instead of Yoga's, and decides where they read. */
export const useExecutor = (execute: Execute): Plugin => ({
  onExecute: ({ args, setExecuteFn }) => {
    const { readers } = readContext(args.contextValue)
    const { requestsSnapshot } = recordOfContext(args.contextValue)
    const executeOnce = requestsSnapshot ? executeInSnapshot(execute) : execute
    setExecuteFn(readers ? executeWithReaders(readers, executeOnce) : executeOnce)
  },
})
