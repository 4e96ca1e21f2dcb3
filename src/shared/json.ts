import { makeStorable } from './text.ts'

/** Stored JSON text as its value: null stays null, and text that is not JSON becomes a string. */
export const readJson = (text: string | null): unknown => {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

/** A stored list of texts: JSON list items that are not text become JSON, text that is no JSON list is its only item. */
export const readTextList = (text: string | null): string[] => {
  const value = readJson(text)
  if (value === null || value === '') return []
  const items: unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
}

/** A list of texts as it is stored: JSON, and null for an empty list or none. */
export const writeTextList = (texts: unknown): string | null =>
  Array.isArray(texts) && texts.length > 0 ? JSON.stringify(texts.map((text) => makeStorable(String(text)))) : null
