import { matches, type PlainFilter } from './plainFilter.ts'
import type { AllRows, AnyRow } from './relatedRows.ts'

/** A value of a facet, as returned by the API. */
export interface PlainFacetValue {
  readonly value: unknown
  readonly count: number
}

const shared = { botIds: 'botId', pipelineIds: 'pipelineId', platforms: 'platform', userIds: 'userId' }
const ofCalls = { ...shared, statuses: 'status', sessionIds: 'sessionId' }

/** The facets of each list, and the fields of a row that they count the values of. */
export const facetFields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  messages: {
    ...ofCalls,
    runnerNames: 'runnerName',
    levels: 'level',
    roles: 'role',
  },
  sessions: { ...shared, isActive: 'isActive' },
  llmCalls: { ...ofCalls, modelNames: 'modelName' },
  embeddingCalls: {
    ...ofCalls,
    modelNames: 'modelName',
    callTypes: 'callType',
    knowledgeBaseIds: 'knowledgeBaseId',
  },
  toolCalls: { ...ofCalls, toolNames: 'toolName', toolSources: 'toolSource' },
  errors: { ...shared, sessionIds: 'sessionId', errorTypes: 'errorType', fingerprints: 'fingerprint' },
  feedback: { ...shared, sessionIds: 'sessionId', types: 'type' },
  turns: { ...shared, sessionIds: 'sessionId', runnerNames: 'runnerName' },
}

const callStatuses = { success: 'SUCCESS', error: 'ERROR', timeout: 'TIMEOUT', pending: 'PENDING' }

/** The names of the stored values of enums. */
const enums: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  statuses: callStatuses,
  levels: { debug: 'DEBUG', info: 'INFO', warning: 'WARNING', error: 'ERROR' },
  roles: { user: 'USER', assistant: 'ASSISTANT' },
  callTypes: { embedding: 'EMBEDDING', retrieve: 'RETRIEVE' },
  toolSources: { native: 'NATIVE', mcp: 'MCP', plugin: 'PLUGIN', skill: 'SKILL' },
  types: { 1: 'LIKE', 2: 'DISLIKE' },
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Counts the values of a facet in rows, most frequent first, ties by stored value. Rows without a value do not count. */
const countValues = (rows: readonly AnyRow[], field: string, column: string): PlainFacetValue[] => {
  const kinds = enums[field]
  const counts = new Map<string, { value: unknown; count: number }>()
  for (const row of rows) {
    const stored = row[column]
    if (stored === null) continue
    const name = kinds?.[String(stored)]
    const key = kinds && name === undefined ? 'unknown' : String(stored)
    const found = counts.get(key) ?? { value: kinds ? (name ?? 'UNKNOWN') : stored, count: 0 }
    counts.set(key, { ...found, count: found.count + 1 })
  }
  return [...counts.entries()]
    .sort(([a, { count: one }], [b, { count: other }]) => other - one || compare(a, b))
    .map(([, value]) => value)
}

/** The facets of the rows of a list that match a filter, in which the own field of each facet is left out. */
export const computeFacets = (
  all: AllRows,
  list: string,
  rows: readonly AnyRow[],
  filter: PlainFilter,
): Readonly<Record<string, PlainFacetValue[]>> =>
  Object.fromEntries(
    Object.entries(facetFields[list] ?? {}).map(([field, column]) => {
      const { [field]: _, ...others } = filter
      return [
        field,
        countValues(
          rows.filter((row) => matches(all, list, row, others)),
          field,
          column,
        ),
      ]
    }),
  )

/** The selection of all facets of a list, with all of their values. */
export const selectFacets = (list: string): string =>
  `facets { ${Object.keys(facetFields[list] ?? {})
    .map((field) => `${field}(first: 1000) { value count }`)
    .join(' ')} }`
