import { z } from 'zod'
import { wholeNumber } from './settingTypes.ts'

/** The limits, as the environment has them. */
export const limitsEnvironment = {
  MAX_DOCUMENT_LENGTH: wholeNumber(1000, 1_000_000_000, 1_000_000).describe(
    'Maximum number of characters of a document',
  ),
  MAX_TOKENS: wholeNumber(100, 1_000_000, 2000).describe('Maximum number of tokens of a document'),
  MAX_FIELDS: wholeNumber(10, 1_000_000, 1000).describe('Maximum number of fields of an operation'),
  MAX_DEPTH: wholeNumber(3, 1000, 12).describe('Maximum depth of an operation'),
  MAX_ALIASES: wholeNumber(0, 100_000, 30).describe('Maximum number of aliases of an operation'),
  MAX_DIRECTIVES: wholeNumber(0, 100_000, 9).describe('Maximum number of directives of an operation'),
  MAX_COST: wholeNumber(100, 1_000_000_000, 60_000).describe(
    'Maximum cost of an operation, as reported in extensions.cost',
  ),
  MAX_BODY_BYTES: wholeNumber(1000, 1_000_000_000, 1_000_000).describe('Maximum size of a request body in bytes'),
  MAX_RECORDING_BODY_BYTES: wholeNumber(1000, 1_000_000_000, 10_000_000).describe(
    'Maximum size in bytes of the body of a mutation that records',
  ),
  MAX_VARIABLE_VALUES: wholeNumber(100, 100_000_000, 20_000).describe(
    'Maximum number of values in the variables of a request',
  ),
  MAX_RECORDING_VARIABLE_VALUES: wholeNumber(100, 100_000_000, 200_000).describe(
    'Maximum number of values in the variables of a mutation that records',
  ),
  MAX_RESPONSE_BYTES: wholeNumber(100_000, 1_000_000_000, 32_000_000).describe(
    'Maximum number of bytes that an operation reads from the database, and maximum size of its response',
  ),
  OPERATION_TIMEOUT_MS: wholeNumber(100, 3_600_000, 30_000).describe(
    'Milliseconds after which an operation is aborted',
  ),
  RESPONSE_STALL_TIMEOUT_MS: wholeNumber(100, 3_600_000, 30_000).describe(
    'Milliseconds without progress after which the connection of a client that does not read its response is closed',
  ),
  RATE_LIMIT: wholeNumber(0, 10_000_000, 12_000).describe(
    'Maximum number of requests per minute per caller, and per IP address for unknown credentials; 0 for no limit',
  ),
  EXPORTS_PER_CALLER: wholeNumber(1, 1000, 2).describe('Maximum number of concurrent exports of one caller'),
  MAX_IN_FLIGHT: wholeNumber(1, 100_000, 100).describe(
    'Number of requests in flight above which the server rejects requests',
  ),
  MAX_EVENT_LOOP_DELAY_MS: wholeNumber(50, 600_000, 1000).describe(
    'Sustained event loop delay in milliseconds above which the server rejects requests as overloaded',
  ),
}

/** Limits of requests and operations. */
export interface Limits {
  /** The most characters of a document. */
  readonly maxDocumentLength: number
  /** The most tokens of a document: names, numbers, texts and brackets. */
  readonly maxTokens: number
  /** The most fields of an operation, those of each use of a fragment counted. */
  readonly maxFields: number
  /** Maximum nesting of fields. */
  readonly maxDepth: number
  /** The most aliases of an operation, those of each use of a fragment counted. */
  readonly maxAliases: number
  /** The most directives of an operation, those of each use of a fragment counted. */
  readonly maxDirectives: number
  /** The most records that an operation may reach, by the sizes of its pages. */
  readonly maxCost: number
  /** The most bytes of a request's body, unless it records. */
  readonly maxBodyBytes: number
  /** The most bytes of the body of a mutation that records: no body may be larger. */
  readonly maxRecordingBodyBytes: number
  /** The most values in a request's body or variables, those in lists and objects included, unless it records. */
  readonly maxVariableValues: number
  /** The most values in the body of a mutation that records. */
  readonly maxRecordingVariableValues: number
  /** The most bytes that an operation may read from the database, and the most bytes of its response. */
  readonly maxResponseBytes: number
  /** Milliseconds after which an operation is ended. */
  readonly operationTimeoutMs: number
  /** Milliseconds without progress after which a response that its client does not read is closed. */
  readonly sendTimeoutMs: number
  /** Requests per minute of one caller; 0 for any number. */
  readonly ratePerMinute: number
  /** Exports that one caller may run at once. */
  readonly exportsPerCaller: number
  /** Requests in flight at once; more are rejected. */
  readonly maxInFlight: number
  /** Milliseconds that the event loop may be late, while requests are in flight, before more are rejected. */
  readonly maxEventLoopDelayMs: number
}

/** The limits of an environment. */
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
  maxInFlight: env.MAX_IN_FLIGHT,
  maxEventLoopDelayMs: env.MAX_EVENT_LOOP_DELAY_MS,
})

/** The limits where none is set. */
export const defaultLimits: Limits = readLimits(z.object(limitsEnvironment).parse({}))
