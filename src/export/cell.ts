/** What a spreadsheet could interpret as the start of a formula, after apostrophes that may stand before it. */
export const formulaPattern = "'*[=+\\-@\\t\\r\\n\\0＝＋－＠]"

const formula = new RegExp(`^${formulaPattern}`)

/**
 * Prevents a spreadsheet from interpreting a text as a formula: prefixes it with an apostrophe if it could be one. Removing
 * one apostrophe where a text matches {@link formulaPattern} and begins with an apostrophe gives the original back.
 */
export const guardText = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** A CSV cell: quoted only where it must be, with `\n` for every line break in it. */
export const writeCell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll(/\r\n?/g, '\n').replaceAll('"', '""')}"` : text
