import { makeStorable } from './text.ts'

/** Parses stored JSON text. Null remains null, and text that is not JSON becomes a string. */
export const readJson = (text: string | null): unknown => {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

/**
 * Parses a stored list of strings. Items that are not strings are converted to JSON; text that is not a JSON list is
 * the only item.
 */
export const readTextList = (text: string | null): string[] => {
  const value = readJson(text)
  if (value === null || value === '') return []
  const items: unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
}

/** Formats a list of strings for storage as JSON; null if it is empty or absent. */
export const writeTextList = (texts: unknown): string | null =>
  Array.isArray(texts) && texts.length > 0 ? JSON.stringify(texts.map((text) => makeStorable(String(text)))) : null
