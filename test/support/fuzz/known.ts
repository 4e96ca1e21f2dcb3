import {
  buildClientSchema,
  type GraphQLField,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
} from 'graphql'
import type { TestApp } from '../app.ts'

/** The schema of the running app, and values of its data. */
export interface Known {
  readonly schema: GraphQLSchema
  /** Valid values of an argument or input field with this name, for records of this type if it belongs to a record. */
  values(name: string, typeName: string): readonly string[]
}

type AnyField = GraphQLField<unknown, unknown>

/** Reads the schema of the app by introspection, and the values and cursors of its lists. */
export const learn = async (app: Pick<TestApp, 'send'>): Promise<Known> => {
  const { data } = await app.send(getIntrospectionQuery())
  const schema = buildClientSchema(data as unknown as IntrospectionQuery)
  const found = new Map<string, Set<string>>()
  const note = (key: string, value: unknown) => {
    if (typeof value !== 'string') return
    const values = found.get(key) ?? new Set()
    found.set(key, values.add(value))
  }
  for (const list of findLists(schema))
    for (const query of list.queries) {
      const answer = await app.send(query)
      for (const { cursor, node } of readEdges(answer.data?.[list.name])) {
        note(`${list.typeName}.cursor`, cursor)
        for (const [name, value] of Object.entries(node)) {
          note(name, value)
          note(`${list.typeName}.${name}`, value)
        }
      }
    }
  const values = (name: string, typeName: string): readonly string[] => {
    const key = name === 'after' || name === 'before' ? 'cursor' : name.replace(/s$/, '')
    return [...(found.get(`${typeName}.${key}`) ?? found.get(key) ?? [])]
  }
  return { schema, values }
}

/** The rows of a connection with selected `edges`. */
const readEdges = (connection: unknown) =>
  (connection as { readonly edges: readonly { readonly cursor: string; readonly node: object }[] }).edges

/** The record type of a field; for a connection, that of its rows. */
export const recordTypeOf = (field: AnyField): string => getNamedType(field.type).name.replace(/Connection$/, '')

interface List {
  readonly name: string
  readonly typeName: string
  /** Queries of the first rows, in the default order and in each other one. */
  readonly queries: readonly string[]
}

const findLists = (schema: GraphQLSchema): List[] =>
  Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const type = schema.getType(recordTypeOf(field))
    if (!getNamedType(field.type).name.endsWith('Connection') || !isObjectType(type)) return []
    const columns = Object.values(type.getFields())
      .filter((one) => isLeafType(getNamedType(one.type)))
      .map(({ name }) => name)
    const rows = `{ edges { cursor node { ${columns.join(' ')} } } }`
    const queries = ['', ...listOrders(field).map((order) => `, orderBy: { ${order} }`)].map(
      (order) => `{ ${field.name}(first: 10${order}) ${rows} }`,
    )
    return [{ name: field.name, typeName: type.name, queries }]
  })

/** Every combination of enum values of the field's order. */
const listOrders = ({ args }: AnyField): string[] => {
  const type = args.find(({ name }) => name === 'orderBy')?.type
  const object = type && getNamedType(type)
  if (!isInputObjectType(object)) return []
  return Object.values(object.getFields()).reduce<string[]>(
    (orders, field) => {
      const values = getNamedType(field.type)
      if (!isEnumType(values)) return orders
      return values.getValues().flatMap(({ name }) => orders.map((order) => `${order} ${field.name}: ${name}`.trim()))
    },
    [''],
  )
}
