import { countCharacters, cutCharacters, isLongerThan } from '../../shared/text.ts'

/** The most characters of a tool call's arguments and of its result that are stored. */
export const maxStoredLength = 20_000

const makeNote = (length: number): string => `… [truncated, ${length} characters]`
const notePattern = /… \[truncated, (\d{1,15}) characters\]$/

/** The original length of a text: that in its note, if the text was truncated when it was stored. */
const originalLength = (text: string): number => {
  const length = countCharacters(text)
  const [, noted = ''] = (length === maxStoredLength && notePattern.exec(text)) || []
  return Math.max(length, Number(noted))
}

/**
 * A text of at most so many characters: of a longer one the beginning, with a note of its original length at the end if
 * that fits.
 * @example limitText('a'.repeat(100), 50) // 'aaaaaaaaaaaaaaaaaaa… [truncated, 100 characters]'
 */
export const limitText = (text: string, maxLength: number): string => {
  if (!isLongerThan(text, maxLength)) return text
  const note = makeNote(originalLength(text))
  return note.length > maxLength
    ? cutCharacters(text, maxLength)
    : `${cutCharacters(text, maxLength - note.length)}${note}`
}

/** The stored form of a tool call's arguments or result. */
export const limitStored = <Value>(value: Value): Value | string =>
  typeof value === 'string' ? limitText(value, maxStoredLength) : value
