import type { EnumRef } from '@pothos/core'
import { type Kind, unknownValue } from '../db/sql/filters.ts'
import { builder } from './builder.ts'

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
        description: 'Any other stored value, e.g. from imported data. It cannot be recorded.',
      },
    },
  })
  return {
    // The values are the given ones and `UNKNOWN`, which Pothos cannot infer from an object.
    type: type as unknown as EnumRef<typeof builder.$inferSchemaTypes, Kind<Kinds>>,
    /** The names of the values that can be recorded: all except `UNKNOWN`. */
    names: Object.keys(kinds) as readonly string[],
    /** Converts a stored value to a value of the enum. */
    read: (stored: string | number): Kind<Kinds> => (known.has(stored) ? (stored as Kind<Kinds>) : unknownValue),
  }
}
