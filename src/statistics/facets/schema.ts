import type { ObjectRef } from '@pothos/core'
import type { GraphQLResolveInfo } from 'graphql'
import { unknownValue } from '../../db/sql/filterRules.ts'
import { checkSearch } from '../../db/sql/filterValues.ts'
import { builder } from '../../graphql/builder.ts'
import type { Connection, Identified } from '../../graphql/connection.ts'
import type { Context } from '../../graphql/context.ts'
import { checkPageSize } from '../../graphql/paging.ts'
import { storePerField } from '../../graphql/perField.ts'
import { findSelected } from '../../graphql/selection.ts'
import { type ListedType, listedTypes } from '../../records/registry.ts'
import { inSlices } from '../../shared/timeSlices.ts'
import { type Facet, type FacetRequest, facetsOf } from './facets.ts'
import { defineFacetLoader, keyOfFacet } from './load.ts'
import { facetTypeOf } from './types.ts'

/** The list of a connection, whose facets are computed if they are selected. */
type List = Connection<Identified>

/** The default number of values of a facet. */
const defaultValues = 20

interface FacetArgs {
  readonly search?: string | null | undefined
  readonly first: number
}

const requestOf = storePerField<FacetRequest>()

/** @throws BAD_USER_INPUT for a number of values out of range, or a search text that is too long. */
const readRequest = (
  context: Context,
  info: GraphQLResolveInfo,
  { field }: Facet,
  { search, first }: FacetArgs,
): FacetRequest =>
  requestOf(context, info, () => {
    checkPageSize('first', first)
    const isNamed = findSelected(info, info.fieldNodes, []).some(({ name }) => name.value === 'name')
    return { field, search: checkSearch(search ?? '', 'search'), first, isNamed }
  })

const searchedParts: Readonly<Record<string, string>> = {
  named: 'whose id or most recent name contains',
  enum: 'whose name in the schema contains',
}

/** Whether the values of a facet are searched. A boolean has only two. */
const isSearchable = ({ dimension: { value } }: Facet): boolean => value.kind !== 'boolean'

const describeSearch = ({ dimension: { value } }: Facet): string =>
  `Only values ${searchedParts[value.kind] ?? 'that contain'} this text. Case-insensitive; \`%\` and \`_\` have no special meaning. At most 1,000 characters. Null or an empty string means no restriction.`

/** The names of an enum in the byte order of the stored values. */
const listNames = (kinds: Readonly<Record<string, string | number>>): readonly string[] =>
  Object.entries({ ...kinds, UNKNOWN: unknownValue })
    .sort(([, one], [, other]) => (String(one) < String(other) ? -1 : 1))
    .map(([name]) => name)

/** How values with the same number of records are sorted. */
const describeTies = ({ dimension: { value } }: Facet): string => {
  if (value.kind === 'boolean') return 'If both are equally frequent, false comes first.'
  if (value.kind === 'enum') return `Ties are in the order ${listNames(value.kinds).join(', ')}.`
  return `Ties are sorted by ${value.kind === 'named' ? 'id' : 'value'}, in ascending byte order.`
}

const describeFacet = (facet: Facet): string => {
  const { field, dimension, column } = facet
  return `${dimension.description} Values for the filter field \`${field}\`, most frequent first. ${describeTies(facet)} The field \`${field}\` at the top level of \`filter\` is ignored.${column.nullable ? ' Records without a value are not counted.' : ''}`
}

/** Adds the field `facets` to the connection of a type. */
const defineFacets = ({ model, table, source, metrics }: ListedType): void => {
  const { name, rows } = metrics
  const facets = facetsOf(metrics)
  const loader = defineFacetLoader({ table, ...source, rolledUp: metrics.source.rolledUp }, facets)

  const Facets = builder.objectRef<List>(`${name}Facets`).implement({
    description: `Facets of a list of ${rows}: the values by which it can be filtered, with counts. Each field corresponds to the field of \`${name}Filter\` with the same name. Only selected fields are computed.`,
    fields: (t) =>
      Object.fromEntries(
        facets.map((facet) => [
          facet.field,
          t.field({
            type: [facetTypeOf(facet.dimension)],
            description: describeFacet(facet),
            extensions: { cost: 1 },
            args: {
              ...(isSearchable(facet) ? { search: t.arg.string({ description: describeSearch(facet) }) } : {}),
              first: t.arg.int({
                required: true,
                defaultValue: defaultValues,
                description: `Maximum number of values${isSearchable(facet) ? '' : ', of which there are at most two'}. 0 to 1,000.`,
              }),
            },
            resolve: async (list, args, context, info) => {
              const request = readRequest(context, info, facet, args)
              if (request.first === 0) return []
              return inSlices(await loader(context, list.rows).load(keyOfFacet(request, list.parent)))
            },
          }),
        ]),
      ),
  })

  // The connection is defined with the record, under this name.
  const ConnectionType = `${model}Connection` as unknown as ObjectRef<typeof builder.$inferSchemaTypes, List>
  builder.objectField(ConnectionType, 'facets', (t) =>
    t.field({
      type: Facets,
      description: `Values by which the list can be filtered, with the number of ${rows === 'feedback' ? 'feedback records' : rows} for each, across all pages. \`filter\` and \`scope\` apply, except that each facet ignores the field with its own name at the top level of \`filter\`. Inside \`and\`, \`or\`, \`not\` and filters of related records, that field applies.`,
      resolve: (list) => list,
    }),
  )
}

for (const listed of listedTypes) defineFacets(listed)
