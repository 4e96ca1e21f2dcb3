import { badInput } from '../shared/errors.ts'

/** How deep lists and objects may stand in each other in variables; filters need 10, recorded JSON some more. */
const maxVariablesDepth = 50

/** @throws BAD_USER_INPUT for variables nested deeper than is allowed: reading them would exhaust the stack. */
export const checkVariables = (variables: unknown): void => {
  let level: unknown[] = [variables]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxVariablesDepth)
      throw badInput(`variables: lists and objects stand in each other more than ${maxVariablesDepth} deep`)
    level = level.flatMap((value) => (value !== null && typeof value === 'object' ? Object.values(value) : []))
  }
}
