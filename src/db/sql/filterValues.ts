import { badInput, quote } from '../../shared/errors.ts'
import { isLongerThan } from '../../shared/text.ts'
import type { Column } from './table.ts'

/** Maximum number of values in one list of a filter. */
export const maxListLength = 1000
/** Maximum number of characters of a search text. */
const maxSearchLength = 1000

/** Checks a text to compare with. PostgreSQL cannot store U+0000, so no stored text could match it. */
const checkText = (text: string, field: string): string => {
  if (text.includes('\0')) throw badInput(`${field}: ${quote(text)} contains U+0000, which stored text cannot contain`)
  return text
}

/**
 * Checks a text that a column is compared with.
 * @throws BAD_USER_INPUT for a text that the column cannot contain.
 */
export const checkName = (name: string, field: string, { maxLength = Number.POSITIVE_INFINITY }: Column): string => {
  if (isLongerThan(name, maxLength))
    throw badInput(`${field}: ${quote(name)} is too long: at most ${maxLength} characters are allowed`)
  return checkText(name, field)
}

/** @throws BAD_USER_INPUT for too many values. */
export const checkList = <Value>(values: readonly Value[], field: string): readonly Value[] => {
  if (values.length > maxListLength)
    throw badInput(`${field} has ${values.length} values: at most ${maxListLength} are allowed`)
  return values
}

/** @throws BAD_USER_INPUT for a search text that is too long or that no stored text can contain. */
export const checkSearch = (text: string, field: string): string => {
  if (text.length > maxSearchLength)
    throw badInput(`${field} has ${text.length} characters: at most ${maxSearchLength} are allowed`)
  return checkText(text, field)
}
