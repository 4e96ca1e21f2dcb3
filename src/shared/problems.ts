import { badInput, ExpectedError, quote } from './errors.ts'

/** An invalid value in a request. */
export interface Problem {
  /** The path of the value, e.g. `input.3.totalTokens`. */
  readonly path: string
  /** The given value, and what is allowed. */
  readonly message: string
}

/** Maximum number of problems in one error. */
const maxListed = 100

/** Collects all problems of a request, so that they are reported together. */
export interface Problems {
  /** Adds an invalid value. */
  add(path: string, given: unknown, allowed: string): void
  /** @throws BAD_USER_INPUT with all problems, if there are any. */
  throwIfAny(): void
}

/** Creates a collection of problems. It keeps the first 100, and the number of the others. */
export const collectProblems = (): Problems => {
  const listed: Problem[] = []
  let count = 0
  return {
    add: (path, given, allowed) => {
      count += 1
      if (listed.length < maxListed) listed.push({ path, message: `expected ${allowed}, received ${sayGiven(given)}` })
    },
    throwIfAny: () => {
      if (count > 0) throw makeError(listed, count)
    },
  }
}

const sayGiven = (given: unknown): string => (given == null ? 'null' : quote(given))

const makeError = (problems: readonly Problem[], count: number): ExpectedError => {
  const { code, message } = badInput(joinProblems(problems.map(describeProblem), count, true))
  return new ExpectedError(code, message, { problems, problemCount: count })
}

/** Formats a problem as one line of a message. */
export const describeProblem = ({ path, message }: Problem): string => `${path}: ${message}`

/**
 * Formats the message about problems: one per line, at most 100, and the number of the others.
 * @param count the total number of problems, including those that are not listed.
 * @param stores whether they occurred in a mutation, which has then stored nothing.
 */
export const joinProblems = (lines: readonly string[], count: number, stores: boolean): string => {
  const listed = lines.slice(0, maxListed)
  const more = count - listed.length
  const title = count === 1 ? [] : [`${count} problems${stores ? ', and nothing was stored' : ''}:`]
  return [...title, ...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}
