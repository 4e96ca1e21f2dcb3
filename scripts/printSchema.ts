import { lexicographicSortSchema, printSchema } from 'graphql'
import { schema } from '../src/server/schema.ts'
import { writeGenerated } from './writeGenerated.ts'

writeGenerated('schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`)
