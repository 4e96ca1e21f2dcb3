/** The most characters of a tool call's arguments and of its result that are stored. */
export const maxStoredLength = 20_000

/**
 * A text of at most so many characters: of a longer one the beginning, with a note of its original length at the end.
 * @example limitText('a'.repeat(100), 50) // 'aaaaaaaaaaaaaaaaaaaaaaa… [truncated, 100 characters]'
 */
export const limitText = (text: string, maxLength: number): string => {
  if (text.length <= maxLength) return text
  const note = `… [truncated, ${text.length} characters]`
  return (text.slice(0, Math.max(0, maxLength - note.length)) + note).slice(0, maxLength).toWellFormed()
}

/** The stored form of a tool call's arguments or result. */
export const limitStored = <Value>(value: Value): Value | string =>
  typeof value === 'string' ? limitText(value, maxStoredLength) : value
