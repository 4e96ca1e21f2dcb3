/** Selected fields: true for a field without a selection of its own, undefined for one that is not selected. */
export interface SelectedFields {
  readonly [field: string]: true | SelectedFields | undefined
}

const listFields = (selection: SelectedFields): readonly (readonly [string, true | SelectedFields])[] =>
  Object.entries(selection).flatMap(([field, own]) => (own === undefined ? [] : [[field, own] as const]))

/** The longest selection that is written in one line. */
const maxLength = 80

const writeInline = (selection: SelectedFields): string =>
  `{ ${listFields(selection)
    .map(([field, inner]) => (inner === true ? field : `${field} ${writeInline(inner)}`))
    .join(' ')} }`

/** Writes a selection as GraphQL, with a line for each field whose own selection is short, and more for any other. */
export const writeSelection = (selection: SelectedFields, indent: string): string => {
  const inner = `${indent}  `
  const lines = listFields(selection).map(([field, own]) => {
    if (own === true) return `${inner}${field}`
    const line = writeInline(own)
    return `${inner}${field} ${line.length <= maxLength ? line : writeSelection(own, inner)}`
  })
  return ['{', ...lines, `${indent}}`].join('\n')
}
