import '../graphql/scalars.ts'
import '../records/schema.ts'
import '../statistics/overview/schema.ts'
import '../statistics/tokenStatistics/schema.ts'
import '../statistics/feedbackStats/schema.ts'
import '../statistics/catalogues/schema.ts'
import '../statistics/facets/schema.ts'
import '../statistics/metrics/schema.ts'
import { builder } from '../graphql/builder.ts'
import { guardSchema } from '../graphql/guard.ts'

/** The schema that the server executes. */
export const schema = guardSchema(builder.toSchema())
