import './scalars.ts'
import '../messages/schema.ts'
import '../llmCalls/schema.ts'
import '../embeddingCalls/schema.ts'
import '../sessions/schema.ts'
import '../errors/schema.ts'
import '../feedback/schema.ts'
import '../overview/schema.ts'
import '../tokenStatistics/schema.ts'
import '../feedbackStats/schema.ts'
import { builder } from './builder.ts'
import { guardSchema } from './guard.ts'

/** The schema that the server answers by. */
export const schema = guardSchema(builder.toSchema())
