/** What a spreadsheet could take for the beginning of a formula, after apostrophes that may stand before it. */
export const formulaPattern = "'*[=+\\-@\\t\\r\\n\\0＝＋－＠]"

const formula = new RegExp(`^${formulaPattern}`)

/**
 * Keeps a spreadsheet from reading a text as a formula: puts an apostrophe before it where it could be one. Taking one
 * apostrophe away where a text matches {@link formulaPattern} and begins with an apostrophe gives the original back.
 */
export const guardText = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** A CSV cell: quoted only where it must be, with `\n` for every line break in it. */
export const writeCell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll(/\r\n?/g, '\n').replaceAll('"', '""')}"` : text
