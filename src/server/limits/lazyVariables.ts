import { type GraphQLError, type GraphQLSchema, getVariableValues, Kind, type OperationDefinitionNode } from 'graphql'
import { maxListLength } from '../../db/sql/filterValues.ts'
import { formatNumber } from '../../shared/numbers.ts'
import { collectProblems } from '../../shared/problems.ts'

/** Coerces the named variables of an operation, once each, and returns all variables coerced so far. */
export type ReadVariables = (names: ReadonlySet<string>) => Readonly<Record<string, unknown>>

/** Thrown if variables cannot be coerced, with the errors for the caller. */
export class UnreadableVariablesError extends Error {
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super('The variables cannot be coerced')
    this.name = 'UnreadableVariablesError'
    this.errors = errors
  }
}

/** Maximum number of errors about variables in a response. */
const maxErrors = 50

/**
 * Creates a reader of an operation's variables. Only variables that are read are coerced: a list of a thousand records
 * to store is coerced by the executor only.
 * @throws UnreadableVariablesError, when read, with the errors of all variables.
 */
export const makeVariableReader = (
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): ReadVariables => {
  const read = new Set<string>()
  let values: Readonly<Record<string, unknown>> = {}
  return (names) => {
    const missing = variableDefinitions.filter(
      ({ variable: { name } }) => names.has(name.value) && !read.has(name.value),
    )
    if (missing.length === 0) return values
    const { coerced } = getVariableValues(schema, missing, given, { maxErrors: 1 })
    if (!coerced) throw new UnreadableVariablesError(findErrors(schema, variableDefinitions, given))
    for (const { variable } of missing) read.add(variable.name.value)
    values = { ...values, ...coerced }
    return values
  }
}

/**
 * Checks the lengths of the lists that are given as variables, before the executor coerces their values.
 * @throws BAD_USER_INPUT for a list that is longer than any argument or filter field accepts.
 */
export const checkListVariables = (
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): void => {
  const problems = collectProblems()
  for (const { type, variable } of variableDefinitions) {
    const { kind } = type.kind === Kind.NON_NULL_TYPE ? type.type : type
    const value = given[variable.name.value]
    if (kind === Kind.LIST_TYPE && Array.isArray(value) && value.length > maxListLength)
      problems.add(variable.name.value, value.length, `a list of at most ${formatNumber(maxListLength)} values`)
  }
  problems.throwIfAny()
}

const findErrors = (
  schema: GraphQLSchema,
  definitions: Parameters<typeof getVariableValues>[1],
  given: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] => getVariableValues(schema, definitions, given, { maxErrors }).errors ?? []
