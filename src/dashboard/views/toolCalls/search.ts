import { getRouteApi } from '@tanstack/react-router'
import type { ToolCallFilter, ToolCallOrder } from '../../generated/graphql.ts'
import { type ListSearch, readListSearch } from '../../scope/listSearch.ts'
import { type RawSearch, readChoices, readTexts } from '../../scope/search.ts'
import { parseSorting } from '../../scope/sorting.ts'

/** The outcomes of a call. */
const callStatuses = ['SUCCESS', 'ERROR', 'TIMEOUT', 'PENDING', 'UNKNOWN'] as const

/** Where tools come from. */
const toolSources = ['NATIVE', 'MCP', 'PLUGIN', 'SKILL', 'UNKNOWN'] as const

const orderFields = { time: 'TIMESTAMP', duration: 'DURATION' } as const

/** The search parameters of the view. */
export interface ToolCallsSearch extends ListSearch {
  readonly tool?: readonly string[] | undefined
  readonly source?: readonly (typeof toolSources)[number][] | undefined
  readonly status?: readonly (typeof callStatuses)[number][] | undefined
}

/** Reads the search parameters of the view. */
export const readToolCallsSearch = (raw: RawSearch): ToolCallsSearch => ({
  ...readListSearch(raw, Object.keys(orderFields)),
  tool: readTexts(raw, 'tool'),
  source: readChoices(raw, 'source', toolSources),
  status: readChoices(raw, 'status', callStatuses),
})

/** The filter that the search parameters specify. */
export const toFilter = ({ q, tool, source, status }: ToolCallsSearch): ToolCallFilter => ({
  ...(q ? { search: q } : {}),
  ...(tool ? { toolNames: [...tool] } : {}),
  ...(source ? { toolSources: [...source] } : {}),
  ...(status ? { statuses: [...status] } : {}),
})

/** The column that the list is sorted by; by default the newest calls come first. */
export const toSorting = ({ sort }: ToolCallsSearch) => parseSorting(sort ?? '-time')

/** The order that the search parameters specify. */
export const toOrder = (search: ToolCallsSearch): ToolCallOrder => {
  const { key, isDescending } = toSorting(search)
  return {
    // The key was read as one of these.
    field: orderFields[key as keyof typeof orderFields],
    direction: isDescending ? 'DESC' : 'ASC',
  }
}

/** The hooks of the view's route. */
export const toolCallsPage = getRouteApi('/tool-calls')
