/**
 * Text as PostgreSQL can store it: U+0000, which it cannot, and halves of surrogate pairs become U+FFFD. Whatever
 * enters the database, by import or by recording, goes through here.
 */
export const makeStorable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD')

/** How many characters a text has, as PostgreSQL counts them: an emoji is one. */
export const countCharacters = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** The first characters of a text, at most so many. */
export const cutCharacters = (text: string, max: number): string => {
  let end = 0
  for (let count = 0; count < max && end < text.length; count += 1) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  return text.slice(0, end)
}

/** Whether a text has more characters than a number. */
export const isLongerThan = (text: string, max: number): boolean => text.length > max && countCharacters(text) > max
