import { getRouteApi } from '@tanstack/react-router'
import type { ToolCallFilter } from '../../generated/graphql.ts'
import { callStatuses, type ListSearch, readListSearch } from '../../scope/listSearch.ts'
import { type RawSearch, readChoices, readTexts } from '../../scope/search.ts'
import { defineOrder } from '../../scope/sorting.ts'

/** Where tools come from. */
const toolSources = ['NATIVE', 'MCP', 'PLUGIN', 'SKILL', 'UNKNOWN'] as const

/** The orders of the list; by default the newest calls come first. */
export const order = defineOrder({ time: 'TIMESTAMP', duration: 'DURATION' }, '-time')

/** The search parameters of the view. */
export interface ToolCallsSearch extends ListSearch {
  readonly tool?: readonly string[] | undefined
  readonly source?: readonly (typeof toolSources)[number][] | undefined
  readonly status?: readonly (typeof callStatuses)[number][] | undefined
}

/** Reads the search parameters of the view. */
export const readToolCallsSearch = (raw: RawSearch): ToolCallsSearch => ({
  ...readListSearch(raw, order.keys),
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

/** The hooks of the view's route. */
export const toolCallsPage = getRouteApi('/tool-calls')
