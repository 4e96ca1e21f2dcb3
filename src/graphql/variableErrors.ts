import { GraphQLError } from 'graphql'
import { maxReasonLength, truncate } from '../shared/errors.ts'
import { describeProblem, joinProblems, type Problem } from '../shared/problems.ts'

/** Matches graphql-js's error for an invalid value in a list variable, and captures its path and reason. */
const itemError = /^Variable "\$\w+" got invalid value .* at "(\w+\[\d+\][^"]*)"; (.*)$/s

const readProblem = ({ message }: GraphQLError): Problem | undefined => {
  const [, place, reason] = itemError.exec(message) ?? []
  if (place === undefined || reason === undefined) return undefined
  return { path: place.replaceAll(/\[(\d+)\]/g, '.$1'), message: truncate(reason, maxReasonLength) }
}

/**
 * Merges the errors for values of the wrong type in a list variable into one, in the format of validation problems: it
 * lists each with its path, e.g. `input.3.totalTokens`. Other errors are returned unchanged.
 * @param isMutation whether the operation is a mutation, which has stored nothing.
 */
export const mergeItemErrors = (errors: readonly GraphQLError[], isMutation: boolean): readonly GraphQLError[] => {
  const read = errors.map((error) => ({ error, problem: readProblem(error) }))
  const problems = read.flatMap(({ problem }) => problem ?? [])
  if (problems.length === 0) return errors
  const others = read.flatMap(({ error, problem }) => (problem ? [] : [truncate(error.message, maxReasonLength)]))
  const message = joinProblems([...problems.map(describeProblem), ...others], errors.length, isMutation)
  return [new GraphQLError(message, { nodes: errors[0]?.nodes ?? null, extensions: { problems } })]
}
