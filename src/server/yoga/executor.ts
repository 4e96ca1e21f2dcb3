import type { Plugin } from 'graphql-yoga'
import type { Execute } from '../../graphql/execution/execute.ts'
import { executeWithReaders } from './readers.ts'
import { readContext } from './yogaContext.ts'

/** Executes operations with the executor of this application instead of Yoga's, and decides where they read. */
export const useExecutor = (execute: Execute): Plugin => ({
  onExecute: ({ args, setExecuteFn }) => {
    const { readers } = readContext(args.contextValue)
    setExecuteFn(readers ? executeWithReaders(readers, execute) : execute)
  },
})
