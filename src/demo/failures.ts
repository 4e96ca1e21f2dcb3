import type { Model } from './models.ts'
import { drawInt, pickWeighted, type Random } from './random.ts'

/** How a call of a model failed. */
export interface Failure {
  readonly status: 'error' | 'timeout'
  readonly errorType: string
  readonly message: string
  readonly durationMs: number
}

interface FailureKind {
  readonly status: Failure['status']
  readonly errorType: string
  /** What the error says; `{model}` stands for the model's name. */
  readonly message: string
  /** Least and longest duration in milliseconds. */
  readonly durationMs: readonly [number, number]
  /** How often it happens on an ordinary day, and while the provider fails: weights. */
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

/** Draws how a call of a model fails, on an ordinary day or while its provider is down. */
export const drawFailure = (random: Random, { name }: Model, isOutage: boolean): Failure => {
  const kind = pickWeighted(random, kinds, ({ weights }) => weights[isOutage ? 1 : 0])
  return {
    status: kind.status,
    errorType: kind.errorType,
    message: kind.message.replace('{model}', name),
    durationMs: drawInt(random, ...kind.durationMs),
  }
}

/** The stack trace of an error, as a program that runs a pipeline logs it. */
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
