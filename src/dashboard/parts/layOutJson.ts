const indentation = '  '
/** Deeper levels are not indented further. */
const maxIndentation = 20

/** The tokens of JSON, each string, number and name as it is written. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/gs

/**
 * Writes JSON on lines of its own, so that people can read it. Strings and numbers stay as they are written, however
 * many digits they have. Text that is not an object or list in JSON is returned as it is.
 */
export const layOutJson = (text: string): string => {
  if (!/^\s*[[{]/.test(text) || !isJson(text)) return text
  let depth = 0
  let written = ''
  const breakLine = () => `\n${indentation.repeat(Math.min(depth, maxIndentation))}`
  let previous = ''
  for (const [token] of text.matchAll(tokens)) {
    if (token === ']' || token === '}') {
      depth -= 1
      written += previous === '[' || previous === '{' ? token : breakLine() + token
    } else {
      if (previous === '[' || previous === '{') written += breakLine()
      if (token === '[' || token === '{') depth += 1
      written += token === ':' ? ': ' : token
      if (token === ',') written += breakLine()
    }
    previous = token
  }
  return written
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
