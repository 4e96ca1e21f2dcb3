import { coerceInputValue, type GraphQLInputObjectType, type GraphQLSchema, isInputObjectType } from 'graphql'
import { filterSql } from '../db/sql/filters.ts'
import { type GivenFilter, type ResolvedFilter, resolveFilter } from '../db/sql/givenFilter.ts'
import { badInput, maxReasonLength, quote, truncate } from '../shared/errors.ts'
import { checkJsonText, maxVariablesDepth } from '../shared/jsonText.ts'
import type { ExportFields, ExportType } from './types.ts'

/**
 * Reads the filter of a record's list from JSON, in the format of the GraphQL argument `filter`.
 * @param options the name of the parameter in error messages, and the time zone and time for relative windows.
 * @throws BAD_USER_INPUT with the parameter and the invalid field.
 */
export const readListFilter = (
  schema: GraphQLSchema,
  type: ExportType,
  json: string,
  { shown, timeZone, asOf }: { readonly shown: string; readonly timeZone: string; readonly asOf: Date },
): ResolvedFilter<ExportFields> => {
  const given = coerceInputValue(readJson(json, shown), filterTypeOf(schema, type), (path, _value, { message }) => {
    throw badInput(`${[shown, ...path].join('.')}: ${truncate(message, maxReasonLength)}`)
  }) as GivenFilter<ExportFields> | null
  const resolved = resolveFilter({ filter: given, timeZone, shown }, asOf)
  filterSql(type.rules, resolved.filter, shown)
  return resolved
}

const readJson = (json: string, shown: string): unknown => {
  checkJsonText(json, { name: shown, maxDepth: maxVariablesDepth })
  try {
    return JSON.parse(json)
  } catch {
    throw badInput(`${shown}: ${quote(json)} is not valid JSON: specify the filter of the list as a JSON object`)
  }
}

/** The filter of the record's list. */
const filterTypeOf = (schema: GraphQLSchema, { filterName }: ExportType): GraphQLInputObjectType => {
  const filter = schema.getType(filterName)
  if (!isInputObjectType(filter)) throw new Error(`There is no filter ${filterName}`)
  return filter
}
