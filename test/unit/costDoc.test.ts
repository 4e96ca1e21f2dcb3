import { readFileSync } from 'node:fs'
import { getOperationAST, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../../src/config/limits.ts'
import { computeCost } from '../../src/server/limits/cost.ts'
import { schema } from '../../src/server/schema.ts'
import { formatNumber } from '../../src/shared/numbers.ts'

const text = readFileSync('docs/http.md', 'utf8')
const [, section = ''] = /## The cost of an operation\n([\s\S]*?)\n## /.exec(text) ?? []
const examples = [...section.matchAll(/^\| `(\{.*\})` \| ([\d,]+) \|$/gm)].map(
  ([, document = '', cost = '']) => [document, Number(cost.replaceAll(',', ''))] as const,
)

const costOf = (source: string): number => {
  const document = parse(source)
  expect(validate(schema, document)).toEqual([])
  const operation = getOperationAST(document)
  if (!operation) throw new Error(`${source} is not an operation`)
  return computeCost(schema, document, operation, () => ({}), new Date('2026-06-05T13:20:00Z'))
}

describe('docs/http.md', () => {
  test('has examples of the cost of operations', () => {
    expect(examples).toHaveLength(11)
  })

  test.each(examples)('%s costs %i', (document, cost) => {
    expect(costOf(document)).toBe(cost)
  })

  test('names the default limit', () => {
    expect(section).toContain(`\`MAX_COST\` (default: ${formatNumber(defaultLimits.maxCost)})`)
  })

  test('names each field with a surcharge', () => {
    const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
      'getFields' in type && !type.name.endsWith('Facets') ? Object.values(type.getFields()) : [],
    )
    const charged = fields.filter(({ extensions }) => extensions['cost'] !== undefined).map(({ name }) => name)
    expect([...new Set(charged)].filter((name) => !section.includes(`\`${name}\``))).toEqual([])
  })
})

test('a list of bots without entries costs one object', () => {
  expect(costOf('{ bots(first: 0) { nodes { id } } }')).toBe(1)
})
