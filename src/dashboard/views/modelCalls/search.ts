import { getRouteApi } from '@tanstack/react-router'
import type { EmbeddingCallFilter, LlmCallFilter } from '../../generated/graphql.ts'
import { callStatuses, type ListSearch, readListSearch } from '../../scope/listSearch.ts'
import { type RawSearch, readChoice, readChoices, readTexts } from '../../scope/search.ts'
import { defineOrder } from '../../scope/sorting.ts'

/** What an embedding call is for. */
const callPurposes = ['RETRIEVE', 'EMBEDDING', 'UNKNOWN'] as const

type CallStatus = (typeof callStatuses)[number]

/** The orders of LLM calls; by default the newest come first. */
export const order = defineOrder(
  { time: 'TIMESTAMP', tokens: 'TOTAL_TOKENS', duration: 'DURATION', cost: 'COST' },
  '-time',
)

/** The orders of embedding calls; by default the newest come first. */
export const embeddingOrder = defineOrder({ time: 'TIMESTAMP' }, '-time')

/** The search parameters of the view. */
export interface ModelCallsSearch extends ListSearch {
  /** Embedding calls instead of LLM calls. */
  readonly kind?: 'embedding' | undefined
  readonly model?: readonly string[] | undefined
  readonly status?: readonly CallStatus[] | undefined
  /** Calls that recorded no tokens. */
  readonly tokens?: 'none' | undefined
  /** The purposes of embedding calls. */
  readonly purpose?: readonly (typeof callPurposes)[number][] | undefined
  /** The knowledge bases of embedding calls. */
  readonly base?: readonly string[] | undefined
}

/** Reads the search parameters of the view. */
export const readModelCallsSearch = (raw: RawSearch): ModelCallsSearch => {
  const kind = readChoice(raw, 'kind', ['embedding'])
  return {
    ...readListSearch(raw, (kind === 'embedding' ? embeddingOrder : order).keys),
    kind,
    model: readTexts(raw, 'model'),
    status: readChoices(raw, 'status', callStatuses),
    tokens: readChoice(raw, 'tokens', ['none']),
    purpose: readChoices(raw, 'purpose', callPurposes),
    base: readTexts(raw, 'base'),
  }
}

/** The filter that the search parameters specify. */
export const toFilter = ({ q, model, status, tokens }: ModelCallsSearch): LlmCallFilter => ({
  ...(q ? { search: q } : {}),
  ...(model ? { modelNames: [...model] } : {}),
  ...(status ? { statuses: [...status] } : {}),
  ...(tokens ? { totalTokens: { lte: 0 } } : {}),
})

/** The filter of embedding calls that the search parameters amount to. */
export const toEmbeddingFilter = ({ q, model, status, purpose, base }: ModelCallsSearch): EmbeddingCallFilter => ({
  ...(q ? { search: q } : {}),
  ...(model ? { modelNames: [...model] } : {}),
  ...(status ? { statuses: [...status] } : {}),
  ...(purpose ? { callTypes: [...purpose] } : {}),
  ...(base ? { knowledgeBaseIds: [...base] } : {}),
})

/** The hooks of the view's route. */
export const modelCallsPage = getRouteApi('/model-calls')
