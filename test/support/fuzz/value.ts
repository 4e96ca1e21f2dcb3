import type { GraphQLInputType } from 'graphql'

/** An input value that can be written as a GraphQL literal and as JSON. Invalid values have no type. */
export type Value = { readonly type?: GraphQLInputType } & (
  | { readonly kind: 'scalar'; readonly literal: string; readonly json: string }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [name: string, value: Value])[] }
)

/** A scalar whose literal equals its JSON text: a number, string, boolean or null. */
export const scalar = (json: string): Value => ({ kind: 'scalar', literal: json, json })

/** A string. Lone surrogates and control characters are escaped, so that the text is well-formed. */
export const text = (value: string): Value => scalar(JSON.stringify(value))

/** An enum value: a name as a literal, a string in JSON. */
export const enumValue = (name: string): Value => ({ kind: 'scalar', literal: name, json: JSON.stringify(name) })

/** Writes a value as JSON. Numbers keep their text, so that values such as `1e400` can be sent. */
export const printJson = (value: Value): string => {
  switch (value.kind) {
    case 'scalar':
      return value.json
    case 'list':
      return `[${value.items.map(printJson).join(',')}]`
    case 'object':
      return `{${value.fields.map(([name, item]) => `${JSON.stringify(name)}:${printJson(item)}`).join(',')}}`
  }
}

/**
 * Writes a value as a GraphQL literal.
 * @param replace returns the text that replaces a value, such as a variable, or undefined.
 */
export const printLiteral = (value: Value, replace: (value: Value) => string | undefined): string => {
  const replaced = replace(value)
  if (replaced !== undefined) return replaced
  switch (value.kind) {
    case 'scalar':
      return value.literal
    case 'list':
      return `[${value.items.map((item) => printLiteral(item, replace)).join(', ')}]`
    case 'object':
      return `{ ${value.fields.map(([name, item]) => `${name}: ${printLiteral(item, replace)}`).join(', ')} }`
  }
}
