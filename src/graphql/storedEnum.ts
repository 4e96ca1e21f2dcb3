import type { EnumRef } from '@pothos/core'
import { type Kind, unknownValue } from '../db/sql/filterRules.ts'
import { builder } from './builder.ts'
import { columnDoc } from './columnDocs.ts'
import { reads } from './selection.ts'

/**
 * Defines an enum of values that are stored as text or numbers, with `UNKNOWN` for any other stored value, so that
 * imported data never breaks a query.
 * @param kinds the stored values, by their names in the schema.
 */
export const defineStoredEnum = <const Kinds extends Readonly<Record<string, string | number>>>(
  name: string,
  description: string,
  kinds: Kinds,
  descriptions: { readonly [Name in keyof Kinds]: string },
) => {
  const known = new Set<unknown>(Object.values(kinds))
  const type = builder.enumType(name, {
    description,
    values: {
      ...Object.fromEntries(
        Object.entries(kinds).map(([key, value]) => [key, { value, description: descriptions[key] ?? '' }]),
      ),
      UNKNOWN: {
        value: unknownValue,
        description:
          'Any other stored value, e.g. from imported data. In a filter, it matches all such values, but not null. Mutations do not accept it.',
      },
    },
  })
  // The values are the given ones and `UNKNOWN`, which Pothos cannot infer from an object.
  const enumType = type as unknown as EnumRef<typeof builder.$inferSchemaTypes, Kind<Kinds>>
  const read = (stored: string | number): Kind<Kinds> => (known.has(stored) ? (stored as Kind<Kinds>) : unknownValue)
  const options = (model: string, column: string) => ({
    type: enumType,
    description: columnDoc(model, column),
    ...reads(column),
  })
  return {
    type: enumType,
    /** The names of the values that can be recorded: all except `UNKNOWN`. */
    names: Object.keys(kinds) as readonly string[],
    /** The options of the field that returns a column of a record. */
    field: <Column extends string>(model: string, column: Column) => ({
      ...options(model, column),
      resolve: (row: Readonly<Record<Column, string | number>>) => read(row[column]),
    }),
    /** The options of the field that returns a column of a record, or null. */
    nullableField: <Column extends string>(model: string, column: Column) => ({
      ...options(model, column),
      nullable: true as const,
      resolve: (row: Readonly<Record<Column, string | number | null>>) => {
        const stored = row[column]
        return stored === null ? null : read(stored)
      },
    }),
  }
}
