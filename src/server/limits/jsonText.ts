import { badInput, ExpectedError } from '../../shared/errors.ts'
import { formatNumber } from '../../shared/numbers.ts'

/** How deep lists and objects of variables may be nested; filters need 10 levels, recorded JSON some more. */
export const maxVariablesDepth = 50
/** The most values of one list; lists of records and filters take 1,000, recorded JSON may hold more. */
const maxListLength = 10_000
/** The most keys of one object. */
const maxKeys = 1000

/** What a JSON text may hold at most, in all. */
export interface JsonBounds {
  /** What the text is, for messages. */
  readonly name: string
  /** Nesting of lists and objects. */
  readonly maxDepth: number
  /** Values, those in lists and objects included. */
  readonly maxValues: number
  /** The setting of the number of values. */
  readonly setting: string
}

const [quote, backslash, comma, brace, bracket, closedBrace, closedBracket] = [...'"\\,{[}]'].map((one) =>
  one.charCodeAt(0),
)

/** The position of the quote that ends a text, or the end of the JSON where there is none. */
const findTextEnd = (json: string, start: number): number => {
  for (let index = start; index < json.length; index += 1) {
    const code = json.charCodeAt(index)
    if (code === quote) return index
    if (code === backslash) index += 1
  }
  return json.length
}

/**
 * Checks the size of a JSON text in one pass, before it is parsed: parsing creates an object for each value, and every
 * later step visits them again.
 * @returns the number of values. Text that is not JSON is left to the parser.
 * @throws BAD_USER_INPUT for nesting, lists or objects beyond a limit; QUERY_TOO_COMPLEX for too many values.
 */
export const checkJsonText = (json: string, { name, maxDepth, maxValues, setting }: JsonBounds): number => {
  /** For each open list or object: values so far, negative for an object. */
  const open: number[] = []
  let values = 1
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index)
    if (code === quote) index = findTextEnd(json, index + 1)
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
          `${name}: the limit of ${formatNumber(maxValues)} values (${setting}) is exceeded.`,
        )
    }
  }
  return values
}
