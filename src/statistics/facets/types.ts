import type { EnumRef } from '@pothos/core'
import { unknownValue } from '../../db/sql/filterRules.ts'
import { builder } from '../../graphql/builder.ts'
import type { Dimension } from '../../records/definition/metrics/dimensions.ts'
import { newestNameDescription } from '../../records/definition/metrics/names.ts'
import type { FacetValue } from './facets.ts'

/** The Pothos builder for the fields of a value of a facet. */
type ValueFields = Parameters<
  NonNullable<Parameters<ReturnType<typeof builder.objectRef<FacetValue>>['implement']>[0]['fields']>
>[0]

const description = 'The value, to pass to the filter field with the name of the facet.'

const countField = (t: ValueFields) =>
  t.expose('count', {
    type: 'SafeInt',
    description:
      'Number of records with this value: the `totalCount` of the list if the filter field with the name of the facet is set to this value alone.',
  })

const defineType = (name: string, what: string, fields: (t: ValueFields) => object) =>
  builder.objectRef<FacetValue>(name).implement({
    description: `${what} by which a list can be filtered, and the number of records that have it.`,
    // The fields are those of a value, whose types depend on the dimension.
    fields: ((t: ValueFields) => ({ ...fields(t), count: countField(t) })) as never,
  })

const TextFacet = defineType('TextFacet', 'A string', (t) => ({ value: t.exposeString('value', { description }) }))

const IdFacet = defineType('IdFacet', 'An id', (t) => ({ value: t.exposeID('value', { description }) }))

const NamedFacet = defineType('NamedFacet', 'A bot, pipeline or user', (t) => ({
  value: t.exposeID('value', { description }),
  name: t.exposeString('name', {
    nullable: true,
    description: newestNameDescription,
  }),
}))

const BooleanFacet = defineType('BooleanFacet', 'A boolean', (t) => ({
  value: t.boolean({ description, resolve: ({ value }) => value === 'true' }),
}))

/** Defines the type of the values of an enum, which is defined by the record. */
const defineEnumFacet = (type: string, kinds: Readonly<Record<string, string | number>>) =>
  defineType(`${type}Facet`, `A value of ${type}`, (t) => ({
    value: t.field({
      type: type as unknown as EnumRef<typeof builder.$inferSchemaTypes, string | number>,
      description: `${description} \`UNKNOWN\` combines all other stored values.`,
      resolve: ({ value }) => Object.values(kinds).find((kind) => String(kind) === value) ?? unknownValue,
    }),
  }))

const enumFacets = new Map<string, typeof TextFacet>()

/** The type of the values of a facet. */
export const facetTypeOf = ({ value }: Dimension): typeof TextFacet => {
  switch (value.kind) {
    case 'named':
      return NamedFacet
    case 'id':
      return IdFacet
    case 'boolean':
      return BooleanFacet
    case 'enum': {
      const type = enumFacets.get(value.type) ?? defineEnumFacet(value.type, value.kinds)
      enumFacets.set(value.type, type)
      return type
    }
    default:
      return TextFacet
  }
}
