import { GraphQLError } from 'graphql'
import { cut } from '../shared/errors.ts'
import type { Problem } from '../shared/problems.ts'

/** Matches graphql-js's error for an invalid value in a list variable, and captures its path and reason. */
const itemError = /^Variable "\$\w+" got invalid value .* at "(\w+\[\d+\][^"]*)"; (.*)$/s
/** The maximum length of a reason, which contains the given value. */
const maxReason = 300

const readProblem = ({ message }: GraphQLError): Problem | undefined => {
  const [, place, reason] = itemError.exec(message) ?? []
  if (place === undefined || reason === undefined) return undefined
  return { path: place.replaceAll(/\[(\d+)\]/g, '.$1'), message: cut(reason, maxReason) }
}

/**
 * Merges the errors for values of the wrong type in a list variable into one, in the format of validation problems: it
 * lists each with its path, e.g. `input.3.totalTokens`. Other errors are returned unchanged.
 */
export const mergeItemErrors = (errors: readonly GraphQLError[]): readonly GraphQLError[] => {
  const problems = errors.map(readProblem).filter((problem) => problem !== undefined)
  if (problems.length === 0) return errors
  const others = errors.filter((error) => !readProblem(error)).map(({ message }) => message)
  const lines = [...problems.map(({ path, message }) => `${path}: ${message}`), ...others]
  const title = lines.length === 1 ? '' : `${lines.length} problems, and nothing was stored:\n`
  const nodes = errors[0]?.nodes ?? null
  return [new GraphQLError(`${title}${lines.join('\n')}`, { nodes, extensions: { problems } })]
}
