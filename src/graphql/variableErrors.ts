import { GraphQLError } from 'graphql'
import { cut } from '../shared/errors.ts'
import type { Problem } from '../shared/problems.ts'

/** How graphql-js tells of a value in a list that does not do: the value, where it is, and why. */
const itemError = /^Variable "\$\w+" got invalid value .* at "(\w+\[\d+\][^"]*)"; (.*)$/s
/** The most characters of a reason: it repeats what was given. */
const maxReason = 300

const readProblem = ({ message }: GraphQLError): Problem | undefined => {
  const [, place, reason] = itemError.exec(message) ?? []
  if (place === undefined || reason === undefined) return undefined
  return { path: place.replaceAll(/\[(\d+)\]/g, '.$1'), message: cut(reason, maxReason) }
}

/**
 * Values of the wrong type in a variable's list come as one error, as problems with the records themselves do: it
 * lists each with its path, such as `input.3.totalTokens`. Other errors stay as they are.
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
