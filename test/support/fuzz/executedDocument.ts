import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql'
import { drawChance, drawInt, pick, type Random } from '../../../src/demo/random.ts'

const maxDepth = 4
const aliases = ['a', 'b', '__proto__', 'constructor', 'toJSON']

/** The declaration of the variables that random documents use. */
const declaredVariables = '($n: Int, $s: [String!], $yes: Boolean!, $no: Boolean = false)'

/** Draws the values of the variables, a few of which are invalid. */
export const drawVariables = (random: Random): Record<string, unknown> => ({
  ...(drawChance(random, 0.7) ? { n: pick(random, [1, 2, null]) } : {}),
  ...(drawChance(random, 0.5) ? { s: pick(random, ['one', ['one', 'two'], null]) } : {}),
  yes: pick(random, [true, true, false]),
  ...(drawChance(random, 0.05) ? { n: 'text' } : {}),
})

const drawDirective = (random: Random): string =>
  drawChance(random, 0.15)
    ? pick(random, [' @skip(if: $no)', ' @include(if: $yes)', ' @include(if: true)', ' @skip(if: true)'])
    : ''

const drawArguments = (random: Random, { args }: GraphQLField<unknown, unknown>): string => {
  const drawn = args.flatMap(({ name }) => {
    if (drawChance(random, 0.6)) return []
    if (name === 'n') return [`n: ${pick(random, ['1', '$n', 'null'])}`]
    return name === 's' ? [`s: ${pick(random, ['["x"]', '$s', '"y"'])}`] : [`b: ${pick(random, ['true', '$yes'])}`]
  })
  return drawn.length > 0 ? `(${drawn.join(', ')})` : ''
}

/** Draws a document whose aliases may select different fields under the same name: not all documents are valid. */
export const drawDocument = (random: Random, schema: GraphQLSchema, kind: 'query' | 'mutation'): string => {
  const fragments: string[] = []

  const drawSelection = (type: GraphQLObjectType, depth: number): string => {
    const fields = Object.values(type.getFields())
    const nodes = Array.from({ length: drawInt(random, 1, 5) }, (): string => {
      const roll = random()
      if (roll < 0.08) return '__typename'
      if (roll < 0.16 && depth < maxDepth)
        return `...${drawChance(random, 0.5) ? ` on ${type.name}` : ''}${drawDirective(random)} ${drawSelection(type, depth + 1)}`
      if (roll < 0.24 && depth < maxDepth) {
        const name = `F${fragments.length}`
        fragments.push('')
        fragments[Number(name.slice(1))] = `fragment ${name} on ${type.name} ${drawSelection(type, depth + 1)}`
        return `...${name}${drawDirective(random)}`
      }
      const field = pick(random, fields)
      const named = getNamedType(field.type)
      if (isObjectType(named) && depth >= maxDepth) return 'stored0'
      const alias = drawChance(random, 0.2) ? `${pick(random, aliases)}: ` : ''
      const below = isObjectType(named) ? ` ${drawSelection(named, depth + 1)}` : ''
      return `${alias}${field.name}${drawArguments(random, field)}${drawDirective(random)}${below}`
    })
    return `{ ${nodes.join(' ')} }`
  }

  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
  if (!root) throw new Error('The schema has no such root type')
  const selection = drawSelection(root, 0)
  return `${kind} ${declaredVariables} ${selection} ${fragments.join(' ')}`
}
