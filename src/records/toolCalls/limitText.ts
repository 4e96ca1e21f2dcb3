import { countCharacters, cutCharacters, isLongerThan } from '../../shared/text.ts'

/** Maximum number of characters stored of a tool call's arguments and of its result. */
export const maxStoredLength = 20_000

const makeNote = (length: number): string => `… [truncated, ${length} characters]`
const notePattern = /… \[truncated, (\d{1,15}) characters\]$/

/** The original length of a text, read from its note if the text was truncated when it was stored. */
const originalLength = (text: string): number => {
  const length = countCharacters(text)
  const [, noted = ''] = (length === maxStoredLength && notePattern.exec(text)) || []
  return Math.max(length, Number(noted))
}

/**
 * Limits a text to a number of characters. A longer text is truncated and ends with a note of its original length, if
 * the note fits.
 * @example limitText('a'.repeat(100), 50) // 'aaaaaaaaaaaaaaaaaaa… [truncated, 100 characters]'
 */
export const limitText = (text: string, maxLength: number): string => {
  if (!isLongerThan(text, maxLength)) return text
  const note = makeNote(originalLength(text))
  return note.length > maxLength
    ? cutCharacters(text, maxLength)
    : `${cutCharacters(text, maxLength - note.length)}${note}`
}

/** Limits a tool call's arguments or result to the stored length. Values that are not text are returned unchanged. */
export const limitStored = <Value>(value: Value): Value | string =>
  typeof value === 'string' ? limitText(value, maxStoredLength) : value
