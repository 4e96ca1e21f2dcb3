/** A pattern of texts that a spreadsheet could interpret as a formula, including leading apostrophes. */
export const formulaPattern = "'*[=+\\-@\\t\\r\\n\\0＝＋－＠]"

const formula = new RegExp(`^${formulaPattern}`)

/**
 * Prevents a spreadsheet from interpreting a text as a formula: prefixes it with an apostrophe if it could be one. To
 * restore the original, remove one apostrophe from texts that match {@link formulaPattern} and start with an
 * apostrophe.
 */
export const guardText = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** Formats a CSV cell: quoted only if necessary, with `\n` for every line break. */
export const writeCell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll(/\r\n?/g, '\n').replaceAll('"', '""')}"` : text
