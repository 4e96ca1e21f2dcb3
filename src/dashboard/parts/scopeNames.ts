import { useQueryClient } from '@tanstack/react-query'
import { graphql } from '../api/graphql.ts'
import type { ResultOf } from '../api/resultOf.ts'
import { operationKey, useOperation } from '../api/useOperation.ts'
import { withFragments } from '../api/withFragments.ts'
import type { ScopeSearch } from '../scope/search.ts'
import { useScope } from '../scope/useScope.ts'
import type { RequestAddition } from './requestAddition.ts'
import { scopeNamesFragment } from './scopeNamesFragment.ts'

const scopeNamesDocument = withFragments(
  graphql(`
    query DashboardScopeNames($bot: ID! = "", $pipeline: ID! = "") {
      ...ScopeNames
    }
  `),
  scopeNamesFragment,
)

type ScopeNamesData = ResultOf<typeof scopeNamesDocument>

/** The ids whose names the bar shows: those of a single choice. */
const toVariables = ({ bot = [], pipeline = [] }: ScopeSearch): { bot?: string; pipeline?: string } => ({
  ...(bot.length === 1 && bot[0] ? { bot: bot[0] } : {}),
  ...(pipeline.length === 1 && pipeline[0] ? { pipeline: pipeline[0] } : {}),
})

/** The names of the only selected bot and of the only selected pipeline; undefined while they are not known. */
export interface ScopeNames {
  readonly bot: string | undefined
  readonly pipeline: string | undefined
}

/** Returns the names that the bar shows. They are loaded by an operation of their own unless the view loads them. */
export const useScopeNames = (isLoadedByView: boolean): ScopeNames => {
  const variables = toVariables(useScope().search)
  const isShown = Object.keys(variables).length > 0
  const { data, isPlaceholderData } = useOperation(scopeNamesDocument, variables, {
    enabled: isShown && !isLoadedByView,
  })
  // Those of the selection before are no names of this one.
  const known = isPlaceholderData ? undefined : data
  return {
    bot: known?.namedBot.nodes[0]?.botName ?? undefined,
    pipeline: known?.namedPipeline.nodes[0]?.pipelineName ?? undefined,
  }
}

/** Lets an operation load the names that the bar shows, if its document contains them. */
export const useNamesWith = (document: { toString(): string }): RequestAddition<unknown> => {
  const client = useQueryClient()
  const variables = toVariables(useScope().search)
  const key = operationKey(scopeNamesDocument, variables)
  const isLoader = String(document).includes(String(scopeNamesFragment)) && Object.keys(variables).length > 0
  return {
    addVariables: () => {
      const state = client.getQueryState(key)
      const isKnown = state?.data !== undefined && !state.isInvalidated
      return isLoader && !isKnown ? { withNames: true, ...variables } : {}
    },
    keep: (data) => {
      // The document has the fragment, whose type is that of the names.
      const { namedBot, namedPipeline } = data as Partial<ScopeNamesData>
      if (namedBot && namedPipeline) client.setQueryData<ScopeNamesData>(key, { namedBot, namedPipeline })
    },
  }
}
