import type { EnumRef } from '@pothos/core'
import { unknownValue } from '../../../db/sql/filterRules.ts'
import { builder } from '../../../graphql/builder.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import type { Dimension } from '../../../records/definition/metrics/dimensions.ts'
import { newestNameDescription } from '../../../records/definition/metrics/names.ts'
import type { Values } from '../read/metricsQuery.ts'
import { nameColumn } from '../sql/groups.ts'

/** The key of a group: the values of its dimensions, and which dimensions they are. */
export interface GroupKey {
  readonly values: Values
  readonly dimensions: readonly Dimension[]
}

interface Named {
  readonly id: string
  readonly name: string | null
}

const NamedKey = builder.objectRef<Named>('NamedKey').implement({
  description: 'A bot, pipeline or user: its id and most recent name.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id, as stored.' }),
    name: t.exposeString('name', {
      nullable: true,
      description: newestNameDescription,
    }),
  }),
})

/** Defines the enum of a record's dimensions. */
export const defineDimensions = ({ name, rows, dimensions }: MetricsDefinition) =>
  builder.enumType(`${name}Dimension`, {
    description: `Dimensions by which ${rows} can be grouped.`,
    values: Object.fromEntries(Object.entries(dimensions).map(([value, { description }]) => [value, { description }])),
  })

/** The Pothos builder for the fields of a key. */
type KeyFields = Parameters<
  NonNullable<Parameters<ReturnType<typeof builder.objectRef<GroupKey>>['implement']>[0]['fields']>
>[0]

/** The value of a dimension in a key; undefined if the groups are not formed by it. */
const readKey = ({ values, dimensions }: GroupKey, dimension: Dimension): unknown => {
  const index = dimensions.indexOf(dimension)
  return index === -1 ? undefined : (values[`k${index}`] ?? undefined)
}

/** When the value of a dimension is null. The time always has one, and so does a column that is not nullable. */
const nullNote = ({ value }: Dimension): string => {
  const mayLack = 'column' in value ? value.column.nullable : value.kind === 'list'
  return mayLack
    ? 'Null if the records of the group have no value, or if `groupBy` does not contain this dimension.'
    : 'Null if `groupBy` does not contain this dimension.'
}

const keyField = (t: KeyFields, dimension: Dimension) => {
  const description = `${dimension.description} ${nullNote(dimension)}`
  const { value } = dimension
  switch (value.kind) {
    case 'named':
      return t.field({
        type: NamedKey,
        nullable: true,
        description,
        resolve: (key) => {
          const id = readKey(key, dimension)
          const name = key.values[nameColumn(key.dimensions.indexOf(dimension))]
          return typeof id === 'string' ? { id, name: typeof name === 'string' ? name : null } : null
        },
      })
    case 'enum':
      return t.field({
        // The enum is defined by the record, under this name.
        type: value.type as unknown as EnumRef<typeof builder.$inferSchemaTypes, string | number>,
        nullable: true,
        description,
        resolve: (key) => {
          const stored = readKey(key, dimension)
          if (stored === undefined) return null
          return Object.values(value.kinds).find((kind) => String(kind) === stored) ?? unknownValue
        },
      })
    case 'boolean':
      return t.boolean({ nullable: true, description, resolve: (key) => readOf(key, dimension, 'boolean') })
    case 'hourOfDay':
    case 'dayOfWeek':
      return t.int({ nullable: true, description, resolve: (key) => readOf(key, dimension, 'number') })
    case 'id':
      return t.id({ nullable: true, description, resolve: (key) => readOf(key, dimension, 'string') })
    default:
      return t.string({ nullable: true, description, resolve: (key) => readOf(key, dimension, 'string') })
  }
}

interface Types {
  readonly boolean: boolean
  readonly number: number
  readonly string: string
}

const readOf = <Type extends keyof Types>(key: GroupKey, dimension: Dimension, type: Type): Types[Type] | null => {
  const value = readKey(key, dimension)
  // The type of the value has just been compared with its name.
  return typeof value === type ? (value as Types[Type]) : null
}

/** Defines the type of a group's key. */
export const defineKey = ({ name, rows, dimensions }: MetricsDefinition) =>
  builder.objectRef<GroupKey>(`${name}Key`).implement({
    description: `Key of a group of ${rows}: the values of its dimensions.`,
    fields: (t) =>
      Object.fromEntries(Object.values(dimensions).map((dimension) => [dimension.key, keyField(t, dimension)])),
  })
