import { getRouteApi } from '@tanstack/react-router'
import type { Bucket } from '../../scope/range.ts'
import { type RawSearch, readChoice } from '../../scope/search.ts'
import { readSorting, type SortSearch } from '../../scope/sorting.ts'

/** The sizes of time buckets that the view offers. */
export const tokenBuckets = ['HOUR', 'DAY', 'WEEK'] as const satisfies readonly Bucket[]

/** The columns by which models can be sorted. */
const modelSortKeys = ['model', 'tokens', 'input', 'output', 'calls', 'failed', 'cost', 'p50', 'p95']

/** The search parameters of the view. */
export interface TokensSearch extends SortSearch {
  /** The size of time buckets; by default chosen for the range. */
  readonly bucket?: (typeof tokenBuckets)[number] | undefined
}

/** Reads the search parameters of the view. */
export const readTokensSearch = (raw: RawSearch): TokensSearch => ({
  bucket: readChoice(raw, 'bucket', tokenBuckets),
  sort: readSorting(raw, modelSortKeys),
})

/** The hooks of the view's route. */
export const tokensPage = getRouteApi('/tokens')
