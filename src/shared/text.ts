/**
 * Replaces what PostgreSQL cannot store, U+0000 and lone surrogates, by U+FFFD. All text that enters the database, by
 * import or by recording, is converted with this function.
 */
export const makeStorable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** Counts the characters of a text like PostgreSQL: an emoji is one character. */
export const countCharacters = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** Truncates a text to the given number of characters. */
export const cutCharacters = (text: string, max: number): string => {
  let end = 0
  for (let count = 0; count < max && end < text.length; count += 1) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  return text.slice(0, end)
}

/** Whether a text has more than the given number of characters. */
export const isLongerThan = (text: string, max: number): boolean => text.length > max && countCharacters(text) > max
