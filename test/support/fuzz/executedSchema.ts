import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  type GraphQLFieldResolver,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableType,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLString,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { createRandom, drawChance, drawInt, pick, type Random } from '../../../src/demo/random.ts'

const Kind = new GraphQLEnumType({ name: 'Kind', values: { ONE: { value: 1 }, TWO: { value: 'two' } } })
const leaves = [GraphQLString, GraphQLInt, GraphQLFloat, GraphQLBoolean, GraphQLID, Kind]
const fieldCount = 7

/** The parent of fields: its values depend on its key only. */
interface Source {
  readonly key: string
  readonly [field: string]: unknown
}

const hashOf = (text: string): number => {
  let hash = 0
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) | 0
  return hash
}

const wrap = (random: Random, type: GraphQLNullableType & GraphQLOutputType): GraphQLOutputType => {
  const listed = drawChance(random, 0.3)
    ? new GraphQLList(drawChance(random, 0.5) ? new GraphQLNonNull(type) : type)
    : type
  return drawChance(random, 0.4) ? new GraphQLNonNull(listed) : listed
}

/** A rejection that may remain unread, as its field may not be selected. */
const rejectHandled = (message: string): Promise<never> => {
  const rejection = Promise.reject(new Error(message))
  rejection.catch(() => undefined)
  return rejection
}

/** Draws a value of a type, which is sometimes an error, null, a promise or of another type. */
const drawValue = (
  random: Random,
  type: GraphQLOutputType,
  key: string,
  objectOf: (key: string) => Source,
): unknown => {
  const roll = random()
  if (roll < 0.03) return new Error(`error at ${key}`)
  if (roll < 0.06) return null
  if (roll < 0.07) return undefined
  if (roll < 0.09) return { unexpected: true }
  if (roll < 0.12) return rejectHandled(`rejection at ${key}`)
  if (roll < 0.3) return Promise.resolve(drawValue(random, type, key, objectOf))
  if (isNonNullType(type)) return drawValue(random, type.ofType, key, objectOf)
  if (isListType(type)) {
    const items = Array.from({ length: drawInt(random, 0, 3) }, (_, index) =>
      drawValue(random, type.ofType, `${key}.${index}`, objectOf),
    )
    return drawChance(random, 0.2) ? new Set(items) : items
  }
  if (isObjectType(type)) return objectOf(key)
  if (isEnumType(type)) return pick(random, [1, 'two'])
  if (type === GraphQLBoolean) return drawChance(random, 0.5)
  return type === GraphQLInt || type === GraphQLFloat ? drawInt(random, 0, 99) : key
}

/** Creates a random schema, whose resolvers return the same values at each call. */
export const drawSchema = (seed: number): GraphQLSchema => {
  const random = createRandom(seed)
  const types: GraphQLObjectType[] = []
  const drawOutcome = (type: GraphQLOutputType, key: string) =>
    drawValue(createRandom(seed, hashOf(key)), type, key, objectOf)

  const objectOf = (key: string): Source => ({
    key,
    // Fields without a resolver: stored values, and methods.
    ...Object.fromEntries(
      leaves.flatMap((leaf, index) => [
        [`stored${index}`, drawOutcome(leaf, `${key}.stored${index}`)],
        [`method${index}`, ({ n }: { n?: number }) => drawOutcome(leaf, `${key}.method${index}.${n}`)],
      ]),
    ),
  })

  const makeResolver =
    (type: GraphQLOutputType): GraphQLFieldResolver<Source | undefined, unknown> =>
    (source, args, context, info) => {
      if (context !== seed) throw new Error('not the context')
      const names = [info.parentType.name, info.fieldName, String(info.returnType), info.fieldNodes.length]
      const key = [source?.key, ...names, JSON.stringify(args), JSON.stringify(info.variableValues)].join(' ')
      if (createRandom(seed, hashOf(key))() > 0.95) throw new Error(`thrown at ${info.path.key}`)
      return drawOutcome(type, key)
    }

  const drawFields = (): GraphQLFieldConfigMap<Source, unknown> => {
    const args = {
      n: { type: GraphQLInt, defaultValue: 3 },
      s: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)) },
      b: { type: GraphQLBoolean },
    }
    const stored = leaves.flatMap((leaf, index) => [
      [`stored${index}`, { type: drawChance(random, 0.5) ? new GraphQLNonNull(leaf) : leaf }] as const,
      [`method${index}`, { type: leaf, ...(drawChance(random, 0.5) ? { args: { n: args.n } } : {}) }] as const,
    ])
    const resolved = Array.from({ length: fieldCount }, (_, index) => {
      const type = wrap(random, drawChance(random, 0.6) ? pick(random, types) : pick(random, leaves))
      return [`field${index}`, { type, args, resolve: makeResolver(type) }] as const
    })
    return Object.fromEntries([...stored, ...resolved]) as GraphQLFieldConfigMap<Source, unknown>
  }

  for (let index = 0; index < 4; index += 1)
    types.push(new GraphQLObjectType({ name: `T${index}`, fields: drawFields }))
  const [query, mutation] = types
  return new GraphQLSchema({ query: query ?? null, mutation: mutation ?? null, types })
}
