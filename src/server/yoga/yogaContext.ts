import type { GraphQLParams } from 'graphql-yoga'
import { type RequestRecord, recordOf } from '../http/requestRecord.ts'

/** The properties that Yoga adds to the context of every operation. */
interface YogaContext {
  readonly request: Request
  readonly params: GraphQLParams
}

/** The request and its parameters, from the context of an operation. */
export const readContext = (context: unknown): YogaContext => context as YogaContext

/** The record of the request that an operation belongs to, from the operation's context. */
export const recordOfContext = (context: unknown): RequestRecord => recordOf(readContext(context).request)
