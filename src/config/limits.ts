import { z } from 'zod'
import { wholeNumber } from './settingTypes.ts'

/** The environment variables of limits. */
export const limitsEnvironment = {
  MAX_DOCUMENT_LENGTH: wholeNumber(1000, 1_000_000_000, 1_000_000).describe(
    'Maximum number of characters of a GraphQL document',
  ),
  MAX_TOKENS: wholeNumber(100, 1_000_000, 2000).describe('Maximum number of lexical tokens of a GraphQL document'),
  MAX_FIELDS: wholeNumber(10, 1_000_000, 1000).describe('Maximum number of fields of an operation'),
  MAX_DEPTH: wholeNumber(3, 1000, 12).describe('Maximum number of levels of nesting of an operation'),
  MAX_ALIASES: wholeNumber(0, 100_000, 30).describe('Maximum number of aliases of an operation; 0 to allow none'),
  MAX_DIRECTIVES: wholeNumber(0, 100_000, 9).describe('Maximum number of directives of an operation; 0 to allow none'),
  MAX_COST: wholeNumber(100, 1_000_000_000, 60_000).describe(
    'Maximum cost of an operation, which a response reports in extensions.cost; docs/http.md lists its terms',
  ),
  MAX_BODY_BYTES: wholeNumber(1000, 1_000_000_000, 1_000_000).describe(
    'Maximum size of a request body in bytes; a larger value than MAX_RECORDING_BODY_BYTES has no effect',
  ),
  MAX_RECORDING_BODY_BYTES: wholeNumber(1000, 1_000_000_000, 10_000_000).describe(
    'Maximum size in bytes of the body of a mutation that records',
  ),
  MAX_VARIABLE_VALUES: wholeNumber(100, 100_000_000, 20_000).describe(
    'Maximum number of JSON values in the body of a request, including those in lists and objects; a larger value than MAX_RECORDING_VARIABLE_VALUES has no effect',
  ),
  MAX_RECORDING_VARIABLE_VALUES: wholeNumber(100, 100_000_000, 200_000).describe(
    'Maximum number of JSON values in the body of a mutation that records',
  ),
  MAX_RESPONSE_BYTES: wholeNumber(100_000, 1_000_000_000, 32_000_000).describe(
    'Maximum number of bytes that an operation reads from the database, and maximum size of its response in bytes; does not apply to exports',
  ),
  OPERATION_TIMEOUT_MS: wholeNumber(100, 3_600_000, 30_000).describe(
    'Maximum duration of an operation in milliseconds, after which it is aborted',
  ),
  RESPONSE_STALL_TIMEOUT_MS: wholeNumber(100, 3_600_000, 30_000).describe(
    'Milliseconds without progress after which the connection of a client that does not read its response is closed',
  ),
  RATE_LIMIT: wholeNumber(0, 10_000_000, 12_000).describe(
    'Maximum number of requests per minute per caller (API token, subject of a JSON Web Token, or IP address without authentication) and server process, and per IP address for unknown credentials, in bursts of at most one sixth of this number (2,000 by default); 0 for no limit',
  ),
  EXPORTS_PER_CALLER: wholeNumber(1, 1000, 2).describe(
    'Maximum number of concurrent exports per caller and server process',
  ),
  MAX_SUBSCRIPTIONS: wholeNumber(0, 1_000_000, 10_000).describe(
    'Maximum number of open subscriptions of a server process; 0 to allow none',
  ),
  MAX_SUBSCRIPTION_QUEUE_BYTES: wholeNumber(1_000_000, 100_000_000_000, 128_000_000).describe(
    'Maximum number of bytes of events that wait in the memory of a server process for the clients of all subscriptions; beyond it, clients that read nothing are disconnected, those with the most bytes first',
  ),
  SUBSCRIPTIONS_PER_CALLER: wholeNumber(1, 1_000_000, 100).describe(
    'Maximum number of open subscriptions per caller and server process',
  ),
  MAX_IN_FLIGHT: wholeNumber(1, 100_000, 100).describe(
    'Maximum number of requests in flight in a server process; further requests are rejected as overloaded',
  ),
  MAX_EVENT_LOOP_DELAY_MS: wholeNumber(50, 600_000, 1000).describe(
    'Sustained event loop delay in milliseconds above which the server rejects requests as overloaded while others are in flight',
  ),
}

/** Limits of requests and operations. */
export interface Limits {
  /** Maximum number of characters in a document. */
  readonly maxDocumentLength: number
  /** Maximum number of tokens in a document: names, numbers, strings and punctuation. */
  readonly maxTokens: number
  /** Maximum number of fields in an operation, counting each use of a fragment. */
  readonly maxFields: number
  /** Maximum nesting of fields. */
  readonly maxDepth: number
  /** Maximum number of aliases in an operation, counting each use of a fragment. */
  readonly maxAliases: number
  /** Maximum number of directives in an operation, counting each use of a fragment. */
  readonly maxDirectives: number
  /** Maximum cost of an operation, computed before it runs. docs/http.md lists the terms of the cost. */
  readonly maxCost: number
  /** Maximum size of a request body in bytes, unless it records. */
  readonly maxBodyBytes: number
  /** Maximum size in bytes of the body of a recording mutation, and of any body. */
  readonly maxRecordingBodyBytes: number
  /**
   * Maximum number of values in a request's body or variables, including those in lists and objects, unless it records.
   */
  readonly maxVariableValues: number
  /** Maximum number of values in the body of a recording mutation. */
  readonly maxRecordingVariableValues: number
  /**
   * Maximum number of bytes that an operation may read from the database, and maximum size of its response in bytes.
   */
  readonly maxResponseBytes: number
  /** Milliseconds after which an operation is aborted. */
  readonly operationTimeoutMs: number
  /** Milliseconds without progress after which a response that the client does not read is closed. */
  readonly sendTimeoutMs: number
  /** Requests per minute of each caller; 0 for no limit. */
  readonly ratePerMinute: number
  /** Maximum number of concurrent exports of each caller. */
  readonly exportsPerCaller: number
  /** Maximum number of open subscriptions. */
  readonly maxSubscriptions: number
  /** Maximum number of bytes of events that wait for the clients of all subscriptions. */
  readonly maxSubscriptionQueueBytes: number
  /** Maximum number of open subscriptions of each caller. */
  readonly subscriptionsPerCaller: number
  /** Maximum number of concurrent requests. Further requests are rejected. */
  readonly maxInFlight: number
  /** Maximum lag of the event loop in milliseconds. Above it, requests are rejected while others are in flight. */
  readonly maxEventLoopDelayMs: number
}

/** Reads the limits from an environment. */
export const readLimits = (env: z.infer<z.ZodObject<typeof limitsEnvironment>>): Limits => ({
  maxDocumentLength: env.MAX_DOCUMENT_LENGTH,
  maxTokens: env.MAX_TOKENS,
  maxFields: env.MAX_FIELDS,
  maxDepth: env.MAX_DEPTH,
  maxAliases: env.MAX_ALIASES,
  maxDirectives: env.MAX_DIRECTIVES,
  maxCost: env.MAX_COST,
  maxBodyBytes: Math.min(env.MAX_BODY_BYTES, env.MAX_RECORDING_BODY_BYTES),
  maxRecordingBodyBytes: env.MAX_RECORDING_BODY_BYTES,
  maxVariableValues: Math.min(env.MAX_VARIABLE_VALUES, env.MAX_RECORDING_VARIABLE_VALUES),
  maxRecordingVariableValues: env.MAX_RECORDING_VARIABLE_VALUES,
  maxResponseBytes: env.MAX_RESPONSE_BYTES,
  operationTimeoutMs: env.OPERATION_TIMEOUT_MS,
  sendTimeoutMs: env.RESPONSE_STALL_TIMEOUT_MS,
  ratePerMinute: env.RATE_LIMIT,
  exportsPerCaller: env.EXPORTS_PER_CALLER,
  maxSubscriptions: env.MAX_SUBSCRIPTIONS,
  maxSubscriptionQueueBytes: env.MAX_SUBSCRIPTION_QUEUE_BYTES,
  subscriptionsPerCaller: env.SUBSCRIPTIONS_PER_CALLER,
  maxInFlight: env.MAX_IN_FLIGHT,
  maxEventLoopDelayMs: env.MAX_EVENT_LOOP_DELAY_MS,
})

/** The default limits. */
export const defaultLimits: Limits = readLimits(z.object(limitsEnvironment).parse({}))
