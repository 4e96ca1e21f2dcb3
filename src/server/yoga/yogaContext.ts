import type { GraphQLParams } from 'graphql-yoga'
import type { Context } from '../../graphql/context.ts'
import { type RequestRecord, recordOf } from '../http/requestRecord.ts'

/** The context of every operation, with the properties that Yoga adds. */
interface YogaContext extends Context {
  readonly request: Request
  readonly params: GraphQLParams
}

/** The request and its parameters, from the context of an operation. */
export const readContext = (context: unknown): YogaContext => context as YogaContext

/** The record of the request that an operation belongs to, from the operation's context. */
export const recordOfContext = (context: unknown): RequestRecord => recordOf(readContext(context).request)
