import { getRouteApi } from '@tanstack/react-router'
import { buckets } from '../../scope/range.ts'
import { type RawSearch, readChoice, readNumber, readText, readTexts } from '../../scope/search.ts'
import type { SortSearch } from '../../scope/sorting.ts'

/** How the result is drawn. */
export const chartKinds = ['line', 'stacked', 'bars', 'heat'] as const

/** One way to draw the result. */
export type ChartKind = (typeof chartKinds)[number]

/** The numbers of groups to choose from. */
export const groupCounts = [5, 10, 20, 50] as const

/**
 * The search parameters of the view. Names of records, dimensions and measures are those of the API; what it does not
 * have is ignored when the selection is read.
 */
export interface ExploreSearch extends SortSearch {
  readonly record?: string | undefined
  readonly measure?: readonly string[] | undefined
  readonly by?: readonly string[] | undefined
  readonly bucket?: (typeof buckets)[number] | undefined
  readonly chart?: ChartKind | undefined
  /** Filters: the name of a dimension and a value, with a colon between them. */
  readonly where?: readonly string[] | undefined
  readonly top?: number | undefined
}

/** Reads the search parameters of the view. */
export const readExploreSearch = (raw: RawSearch): ExploreSearch => ({
  sort: readText(raw, 'sort'),
  record: readText(raw, 'record'),
  measure: readTexts(raw, 'measure'),
  by: readTexts(raw, 'by'),
  bucket: readChoice(raw, 'bucket', buckets),
  chart: readChoice(raw, 'chart', chartKinds),
  where: readTexts(raw, 'where'),
  top: readNumber(raw, 'top', groupCounts),
})

/** The hooks of the view's route. */
export const explorePage = getRouteApi('/explore')
