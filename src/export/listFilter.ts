import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from 'graphql'
import { type Filter, filterSql } from '../db/sql/filters.ts'
import { badInput, ExpectedError, maxReasonLength, quote, truncate } from '../shared/errors.ts'
import type { ExportFields, ExportType } from './types.ts'

/**
 * Reads the filter of a record's list from JSON, in the format of the GraphQL argument `filter`.
 * @param shown the name of the parameter in error messages.
 * @throws BAD_USER_INPUT with the parameter and the invalid field.
 */
export const readListFilter = (
  schema: GraphQLSchema,
  type: ExportType,
  json: string,
  shown: string,
): Filter<ExportFields> => {
  const filter = coerceInputValue(readJson(json, shown), filterTypeOf(schema, type), (path, _value, { message }) => {
    throw badInput(`${[shown, ...path].join('.')}: ${truncate(message, maxReasonLength)}`)
  }) as Filter<ExportFields> | null
  try {
    filterSql(type.rules, filter)
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    throw badInput(`${shown}: ${error.message.replace(/^filter: /, '')}`)
  }
  return filter ?? {}
}

const readJson = (json: string, shown: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    throw badInput(`${shown}: ${quote(json)} is not valid JSON: specify the filter of the list as a JSON object`)
  }
}

/** The type of the filter of the list that has the same name as the export: `llmCalls` for `llm-calls`. */
const filterTypeOf = (schema: GraphQLSchema, { name }: ExportType): GraphQLInputType => {
  const list = name.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase())
  const filter = schema
    .getQueryType()
    ?.getFields()
    [list]?.args.find((argument) => argument.name === 'filter')
  if (!filter) throw new Error(`There is no list ${list} with a filter`)
  return filter.type
}
