import type { Model } from './models.ts'
import { drawInt, pickWeighted, type Random } from './random.ts'

/** A kind of failure of a model call. */
export interface Failure {
  readonly status: 'error' | 'timeout'
  readonly errorType: string
  readonly message: string
  readonly durationMs: number
}

interface FailureKind {
  readonly status: Failure['status']
  readonly errorType: string
  /** The error message, in which `{model}` is replaced by the model's name. */
  readonly message: string
  /** Minimum and maximum duration in milliseconds. */
  readonly durationMs: readonly [number, number]
  /** Relative frequency on an ordinary day and during an outage of the provider. */
  readonly weights: readonly [ordinary: number, outage: number]
}

const kinds: readonly FailureKind[] = [
  {
    status: 'timeout',
    errorType: 'TimeoutError',
    message: 'Request timed out: no response from {model} within 60 s',
    durationMs: [60_000, 60_400],
    weights: [30, 25],
  },
  {
    status: 'error',
    errorType: 'RateLimitError',
    message: 'Error code: 429 - {"error": {"message": "Rate limit reached for {model}, try again in 20 s"}}',
    durationMs: [120, 900],
    weights: [35, 10],
  },
  {
    status: 'error',
    errorType: 'APIConnectionError',
    message: 'Connection reset by peer',
    durationMs: [40, 12_000],
    weights: [20, 15],
  },
  {
    status: 'error',
    errorType: 'ServiceUnavailableError',
    message: 'Error code: 503 - {"error": {"message": "{model} is overloaded, please try again later"}}',
    durationMs: [200, 8_000],
    weights: [5, 50],
  },
  {
    status: 'error',
    errorType: 'BadRequestError',
    message: 'Error code: 400 - the request is longer than the context of {model}',
    durationMs: [150, 700],
    weights: [10, 0],
  },
]

/** Draws a failure of a model call, on an ordinary day or during an outage of its provider. */
export const drawFailure = (random: Random, { name }: Model, isOutage: boolean): Failure => {
  const kind = pickWeighted(random, kinds, ({ weights }) => weights[isOutage ? 1 : 0])
  return {
    status: kind.status,
    errorType: kind.errorType,
    message: kind.message.replace('{model}', name),
    durationMs: drawInt(random, ...kind.durationMs),
  }
}

/** Creates the stack trace of an error, as logged by a program that runs a pipeline. */
export const makeStackTrace = (random: Random, where: string, errorType: string, message: string): string =>
  [
    'Traceback (most recent call last):',
    `  File "/app/pipeline/process.py", line ${drawInt(random, 80, 120)}, in process_query`,
    '    answer = await runner.run(query)',
    `  File "/app/providers/${where}.py", line ${drawInt(random, 40, 260)}, in invoke`,
    '    return await self.client.request(payload, timeout=60)',
    `${errorType}: ${message}`,
    '',
  ].join('\n')
