import { readFileSync } from 'node:fs'
import { parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { schema } from '../../src/server/schema.ts'

/** The GraphQL documents of a page: its blocks of GraphQL, and the queries in its examples of JavaScript and JSON. */
const listDocuments = (page: string): string[] => {
  const text = readFileSync(page, 'utf8')
  const blocks = [...text.matchAll(/^```graphql\n([\s\S]*?)^```$/gm)]
  const queries = [...text.matchAll(/const query = '(.+)'$/gm), ...text.matchAll(/"query":"(.+?)"/g)]
  return [...blocks, ...queries].map(([, document = '']) => document)
}

describe.each([
  ['README.md', 4],
  ['docs/filters.md', 1],
  ['docs/metrics.md', 1],
  ['docs/subscriptions.md', 4],
])('%s', (page, count) => {
  const documents = listDocuments(page)

  test(`has ${count} documents`, () => {
    expect(documents).toHaveLength(count)
  })

  test.each(documents)('%s is valid', (document) => {
    expect(validate(schema, parse(document))).toEqual([])
  })
})
