import { adviseRequests } from './adviseRequests.ts'
import { badInput, ExpectedError } from './errors.ts'
import { findLiteralEnd } from './jsonLiteral.ts'
import { formatNumber } from './numbers.ts'

/** Maximum nesting of lists and objects in variables. Filters need 10 levels, recorded JSON a few more. */
export const maxVariablesDepth = 50
/** Maximum number of values in a list. Lists of records and filters accept 1,000; recorded JSON may contain more. */
const maxListLength = 10_000
/** Maximum number of keys in an object. */
const maxKeys = 1000

/** The limits of a JSON text. */
export interface JsonBounds {
  /** The name of the text in error messages. */
  readonly name: string
  /** Maximum nesting of lists and objects. */
  readonly maxDepth: number
  /** Maximum number of values, including those in lists and objects. Default: no limit. */
  readonly maxValues?: number
  /** The setting that defines the number of values. */
  readonly setting?: string
}

const [quote, comma, brace, bracket, closedBrace, closedBracket] = [...'",{[}]'].map((one) => one.charCodeAt(0))

/**
 * Checks the size of a JSON text in one pass, before it is parsed: parsing creates an object for each value, and every
 * later step visits them again.
 * @returns the number of values. Invalid JSON is left to the parser.
 * @throws BAD_USER_INPUT if nesting, a list or an object exceeds its limit, QUERY_TOO_COMPLEX for too many values.
 */
export const checkJsonText = (json: string, bounds: JsonBounds): number => {
  const { name, maxDepth, maxValues = Number.POSITIVE_INFINITY, setting } = bounds
  /** For each open list or object, the number of values so far; negative for objects. */
  const open: number[] = []
  let values = 1
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index)
    if (code === quote) index = findLiteralEnd(json, index) - 1
    else if (code === brace || code === bracket) {
      if (open.length >= maxDepth)
        throw badInput(`${name}: lists and objects are nested more than ${maxDepth} levels deep`)
      open.push(code === brace ? -1 : 1)
      values += 1
    } else if (code === closedBrace || code === closedBracket) open.pop()
    else if (code === comma) {
      values += 1
      const count = open.pop() ?? 0
      open.push(count < 0 ? count - 1 : count + 1)
      if (count >= maxListLength)
        throw badInput(`${name}: a list has more than ${formatNumber(maxListLength)} values, which is the limit`)
      if (count <= -maxKeys)
        throw badInput(`${name}: an object has more than ${formatNumber(maxKeys)} keys, which is the limit`)
      if (values > maxValues)
        throw new ExpectedError(
          'QUERY_TOO_COMPLEX',
          `${name}: the limit of ${formatNumber(maxValues)} values (${setting}) is exceeded. ${adviseRequests('it', json.length, index)}`,
        )
    }
  }
  return values
}
