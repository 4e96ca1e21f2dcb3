import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema, isScalarType, isSpecifiedScalarType } from 'graphql'
import { expect, test } from 'vitest'
import codegen from '../../codegen.ts'

const read = (name: string) => readFile(join(import.meta.dirname, '..', '..', name), 'utf8')

test('the documented client maps every custom scalar like the tests of this repository', async () => {
  const types = Object.values(buildSchema(await read('schema.graphql')).getTypeMap())
  const scalars = types.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type)).map(({ name }) => name)
  const [, mapping = ''] = /scalars: \{(.+)\}/.exec(await read('docs/clients.md')) ?? []
  const documented = Object.fromEntries([...mapping.matchAll(/(\w+): '(\w+)'/g)].map(([, name, type]) => [name, type]))
  expect(Object.keys(documented).toSorted()).toEqual(scalars.toSorted())
  expect(codegen.generates['test/generated/']).toMatchObject({ config: { scalars: documented } })
})
