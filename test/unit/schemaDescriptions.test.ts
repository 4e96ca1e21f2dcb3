import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../src/server/schema.ts'

/** An element of the schema with a description, by its name, e.g. `Query.messages(first:)`. */
interface Described {
  readonly name: string
  readonly description: string | null | undefined
}

const listParts = (type: GraphQLNamedType): Described[] => {
  const at = (part: string) => `${type.name}.${part}`
  if (isEnumType(type)) return type.getValues().map(({ name, description }) => ({ name: at(name), description }))
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(({ name, description }) => ({ name: at(name), description }))
  if (isObjectType(type) || isInterfaceType(type))
    return Object.values(type.getFields()).flatMap((field) => [
      { name: at(field.name), description: field.description },
      ...field.args.map(({ name, description }) => ({ name: at(`${field.name}(${name}:)`), description })),
    ])
  return []
}

const listDescribed = (): Described[] => [
  ...Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [type, ...listParts(type)]),
  ...schema
    .getDirectives()
    .filter((directive) => !isSpecifiedDirective(directive))
    .flatMap(({ name, description, args }) => [
      { name: `@${name}`, description },
      ...args.map((arg) => ({ name: `@${name}(${arg.name}:)`, description: arg.description })),
    ]),
]

test('every type, field, argument, enum value and directive of the schema has a description', () => {
  const described = listDescribed()
  expect(described.length).toBeGreaterThan(300)
  expect(described.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([])
})
