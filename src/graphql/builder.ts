import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import type { Temporal } from 'temporal-polyfill'
import type PrismaTypes from '../db/generated/pothos.ts'
import { getDatamodel } from '../db/generated/pothos.ts'
import type { Context } from './context.ts'

/** The TypeScript types of the custom scalars, as resolvers receive and return them. */
type Scalars = {
  DateTime: { Input: Date; Output: Date }
  SafeInt: { Input: number; Output: number }
  JSON: { Input: unknown; Output: unknown }
  TimeZone: { Input: string; Output: string }
  Duration: { Input: Temporal.Duration; Output: Temporal.Duration }
}

/** The Pothos schema builder. Each `schema.ts` adds its types and fields to it. Fields are non-null by default. */
export const builder = new SchemaBuilder<{
  Context: Context
  PrismaTypes: PrismaTypes
  Scalars: Scalars
  DefaultFieldNullability: false
}>({
  plugins: [PrismaPlugin],
  defaultFieldNullability: false,
  prisma: {
    client: ({ prisma }) => prisma,
    dmmf: getDatamodel(),
    exposeDescriptions: true,
    onUnusedQuery: 'error',
  },
})

builder.queryType({
  description:
    'Queries on the monitoring data. The code of an error, such as BAD_USER_INPUT, is in its `extensions.code`. If the server requires authentication, the token of a request must have the access scope that a field requires. The argument `scope` of fields is unrelated to it: it restricts the data that a field reads.',
})
builder.subscriptionType({
  description:
    'Subscriptions to new and changed records, over Server-Sent Events. An operation must select exactly one field. Events are delivered after they are committed, in the same order to all subscribers, whichever server recorded them.',
})
builder.mutationType({
  description:
    'Mutations that record and change monitoring data. The mutations of an operation run in order, each in its own transaction: if one fails, earlier ones remain applied.',
})
