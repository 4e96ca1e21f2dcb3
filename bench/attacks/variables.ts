import {
  buildClientSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import { type Attack, queryAttack } from './attack.ts'

/** The schema of a running server. */
export const readSchema = async (url: string): Promise<GraphQLSchema> => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ query: getIntrospectionQuery() })
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
  const { data } = (await response.json()) as { data: IntrospectionQuery }
  return buildClientSchema(data)
}

/** Every argument of every root field as a variable, with a value that has all fields of its type. */
export const listVariableAttacks = (schema: GraphQLSchema): Attack[] =>
  ([schema.getQueryType(), schema.getMutationType()] as const).flatMap((root) =>
    Object.values(root?.getFields() ?? {}).flatMap((field) =>
      field.args.map((arg) => attackWith(root === schema.getQueryType() ? 'query' : 'mutation', field, arg)),
    ),
  )

const attackWith = (root: string, field: GraphQLField<unknown, unknown>, chosen: GraphQLArgument): Attack => {
  const args = field.args.filter((arg) => arg === chosen || isRequiredArgument(arg))
  const definitions = args.map(({ name, type }) => `$${name}: ${type}`).join(', ')
  const uses = args.map(({ name }) => `${name}: $${name}`).join(', ')
  const query = `${root} (${definitions}) { ${field.name}(${uses}) ${select(field.type, 2)} }`
  return queryAttack(
    `${field.name}(${chosen.name}: $${chosen.name})`,
    query,
    Object.fromEntries(args.map(({ name, type }) => [name, sample(name, type, 0)])),
  )
}

const samples: Readonly<Record<string, unknown>> = {
  Int: 10,
  Float: 0.5,
  Boolean: true,
  DateTime: '2026-05-01T00:00:00Z',
  TimeZone: 'Europe/Berlin',
  JSON: { total_tokens: 5 },
}

/** The fields of time windows that exclude `startTime` and `endTime`. */
const relative: ReadonlySet<string> = new Set(['last', 'calendar'])

/** A value with all fields of its type, two levels deep. */
const sample = (name: string, type: GraphQLInputType, depth: number): unknown => {
  if (isNonNullType(type)) return sample(name, type.ofType, depth)
  if (isListType(type)) return depth > 3 ? [] : [sample(name, type.ofType, depth + 1)]
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (!isInputObjectType(type)) return name === 'endTime' ? '2026-06-01T00:00:00Z' : (samples[String(type)] ?? 'x')
  const fields = Object.values(type.getFields()).filter(
    (field) => !relative.has(field.name) && (depth < 2 || isLeafType(getNamedType(field.type))),
  )
  return Object.fromEntries(fields.map((field) => [field.name, sample(field.name, field.type, depth + 1)]))
}

/** All fields of a type without required arguments, to the given depth. */
const select = (type: GraphQLOutputType, depth: number): string => {
  const object = getNamedType(type)
  if (!isObjectType(object)) return ''
  const fields = Object.values(object.getFields()).flatMap((field) => {
    if (field.args.length > 0) return []
    if (isLeafType(getNamedType(field.type))) return [field.name]
    return depth > 0 && field.name !== 'edges' ? [`${field.name} ${select(field.type, depth - 1)}`] : []
  })
  return `{ ${fields.join(' ')} }`
}
