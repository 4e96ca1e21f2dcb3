import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from '../src/server/schema.ts'

const file = join(import.meta.dirname, '..', 'schema.graphql')
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== printed) {
    console.error('schema.graphql is out of date: run npm run generate and commit it')
    process.exit(1)
  }
} else writeFileSync(file, printed)
