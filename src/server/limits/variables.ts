import { badInput } from '../../shared/errors.ts'

/** How deep lists and objects may stand in each other in variables; filters need 10, recorded JSON some more. */
export const maxVariablesDepth = 50
/** The most values of a list in variables; lists of records and filters take 1,000, recorded JSON may hold more. */
const maxVariablesList = 10_000

/**
 * @throws BAD_USER_INPUT for variables nested deeper than is allowed, whose reading would exhaust the stack, and for
 *   lists that are so long that checking each of their values would hold up everybody.
 */
export const checkVariables = (variables: unknown): void => {
  let level: unknown[] = [variables]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxVariablesDepth)
      throw badInput(`variables: lists and objects stand in each other more than ${maxVariablesDepth} deep`)
    const long = level.find((value) => Array.isArray(value) && value.length > maxVariablesList)
    if (Array.isArray(long))
      throw badInput(`variables: a list has ${long.length} values, at most ${maxVariablesList} are allowed`)
    level = level.flatMap((value) => (value !== null && typeof value === 'object' ? Object.values(value) : []))
  }
}
