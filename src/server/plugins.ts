import type { GraphQLSchema } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Limits } from '../config/limits.ts'
import { makeExecute } from '../graphql/execution/execute.ts'
import type { Live } from './live/live.ts'
import { useSubscriptions } from './live/subscriptions.ts'
import type { Manifest } from './persisted/manifest.ts'
import { usePersistedDocuments } from './persisted/plugin.ts'
import { useDocumentLimits } from './yoga/documents.ts'
import { makePresent, useErrorPresentation } from './yoga/errorPresentation.ts'
import { useExecutor } from './yoga/executor.ts'
import { useJsonBody } from './yoga/jsonBody.ts'
import { useOperationStats } from './yoga/operationStats.ts'
import { useOperationLimits } from './yoga/operations.ts'
import { useOperationRecord } from './yoga/requestLog.ts'
import { useResponseSize } from './yoga/responseSize.ts'

/** Dependencies of the plugins. */
export interface PluginOptions {
  readonly schema: GraphQLSchema
  readonly limits: Limits
  readonly logger: Logger
  /** Persisted documents, and whether only these are accepted. */
  readonly documents: { readonly manifest: Manifest; readonly only: boolean } | undefined
  /** What subscriptions share. */
  readonly live: Live
  readonly now: () => Date
}

/** The names of the plugins, in the order in which their hooks run. */
export const pluginNames = [
  'executor',
  'operation record',
  'JSON body',
  'persisted documents',
  'document limits',
  'operation limits',
  'operation stats',
  'response size',
  'error presentation',
  'subscriptions',
] as const

/** The name of a plugin. */
export type PluginName = (typeof pluginNames)[number]

/** Creates the plugins of the executor, by name. */
export const makePlugins = ({
  schema,
  limits,
  logger,
  documents,
  live,
  now,
}: PluginOptions): Readonly<Record<PluginName, Plugin>> => {
  const execute = makeExecute(schema)
  return {
    executor: useExecutor(execute),
    'operation record': useOperationRecord(),
    'JSON body': useJsonBody(schema, limits),
    'persisted documents': usePersistedDocuments(documents?.manifest ?? new Map(), documents?.only ?? false),
    'document limits': useDocumentLimits(limits),
    'operation limits': useOperationLimits(limits),
    'operation stats': useOperationStats(),
    'response size': useResponseSize(limits),
    'error presentation': useErrorPresentation(logger),
    subscriptions: useSubscriptions({ ...live, execute, limits, present: makePresent(logger), now, logger }),
  }
}
