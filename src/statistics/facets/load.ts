import { z } from 'zod'
import type { Db } from '../../db/client.ts'
import { restrictsNothing } from '../../db/sql/filters.ts'
import { type FilterArgs, resolveFilter } from '../../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import type { ListRows } from '../../graphql/connection.ts'
import { defineLoader } from '../../graphql/loader.ts'
import { rowsPerSlice, takeSlice } from '../../shared/timeSlices.ts'
import type { Facet, FacetRequest, FacetValue } from './facets.ts'
import { type FacetSource, facetsSql } from './sql.ts'

const rowSchema = z.object({
  key: z.string().optional(),
  part: z.number(),
  value: z.string(),
  count: z.number(),
  name: z.string().nullable(),
})

/** The key of the values of a facet, of one parent or of the list of all records. */
export const keyOfFacet = (request: FacetRequest, parent: string | undefined): string =>
  formatKey(requestText(request), parent)

const formatKey = (request: string, parent: string | undefined): string => JSON.stringify([request, parent ?? null])

const requestText = ({ field, search, first, isNamed }: FacetRequest): string =>
  JSON.stringify([field, search, first, isNamed])

const readKey = (key: string) => {
  const [request, parent] = JSON.parse(key) as [string, string | null]
  const [field, search, first, isNamed] = JSON.parse(request) as [string, string, number, boolean]
  return { request: { field, search, first, isNamed }, parent }
}

/** Leaves out a field of `filter`, but not of filters in it and not of `scope`. */
const leaveOut = (field: string, { filter, ...given }: FilterArgs<MonitoringFields>): FilterArgs<MonitoringFields> => ({
  ...given,
  filter: filter && { ...filter, [field]: null },
})

/** Resolves the filter of each facet. Facets that count the same rows receive the same object. */
const makeFilters = ({ given, asOf }: ListRows) => {
  const whole = resolveFilter(given, asOf).filter
  const others = new Map<string, typeof whole>()
  return (field: string) => {
    const own: Readonly<Record<string, unknown>> = given.filter ?? {}
    if (restrictsNothing(own[field])) return whole
    const filter = others.get(field) ?? resolveFilter(leaveOut(field, given), asOf).filter
    others.set(field, filter)
    return filter
  }
}

/** Declares the loader of a list's facets: one statement for all facets and parents of a field. */
export const defineFacetLoader = (source: FacetSource, facets: readonly Facet[]) =>
  defineLoader<readonly FacetValue[], ListRows>(
    async (prisma: Db, keys, rows) => {
      const filterOf = makeFilters(rows)
      const requests = new Map<string, FacetRequest>()
      const parents = new Set<string>()
      for (const { request, parent } of keys.map(readKey)) {
        requests.set(requestText(request), request)
        if (parent !== null) parents.add(parent)
      }
      const parts = [...requests.values()].flatMap((request) => {
        const facet = facets.find(({ field }) => field === request.field)
        return facet ? [{ facet, request, filter: filterOf(request.field) }] : []
      })
      const of = rows.column && { column: rows.column, keys: [...parents] }
      const texts = parts.map(({ request }) => requestText(request))
      const values = new Map<string, FacetValue[]>()
      const rowsOf = await prisma.$statistics(rowSchema, facetsSql(source, parts, of))
      for (const [index, { key, part, ...value }] of rowsOf.entries()) {
        if (index % rowsPerSlice === 0) await takeSlice(rowsPerSlice)
        const known = formatKey(texts[part] ?? '', key)
        const list = values.get(known)
        if (list) list.push(value)
        else values.set(known, [value])
      }
      return values
    },
    () => [],
  )
