import { badInput, ExpectedError, quote } from './errors.ts'

/** Something in a request that cannot be recorded. */
export interface Problem {
  /** Where it is, e.g. `input.3.totalTokens`. */
  readonly path: string
  /** What was given, and what is allowed. */
  readonly message: string
}

/** The most problems that one error lists. */
const maxListed = 100

/** Collects all problems of a request, so that they are reported together. */
export interface Problems {
  /** Adds an invalid value. */
  add(path: string, given: unknown, allowed: string): void
  /** @throws BAD_USER_INPUT with all that was noted, where anything was. */
  throwIfAny(): void
}

/** Starts collecting problems: it keeps the first 100, and the number of the others. */
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

/** A problem as a line of a message. */
export const describeProblem = ({ path, message }: Problem): string => `${path}: ${message}`

/**
 * The message about problems, one a line: at most 100, and the number of the others.
 * @param count how many there are, those that are not given included.
 * @param stores whether they are those of a mutation, which then has stored nothing.
 */
export const joinProblems = (lines: readonly string[], count: number, stores: boolean): string => {
  const listed = lines.slice(0, maxListed)
  const more = count - listed.length
  const title = count === 1 ? [] : [`${count} problems${stores ? ', and nothing was stored' : ''}:`]
  return [...title, ...listed, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}
