import type { LlmCall } from '../db/generated/client.ts'
import type { WrittenError } from '../records/errors/table.ts'
import { drawFailure, type Failure, makeStackTrace } from './failures.ts'
import { computeCost, estimateTokens, type Model } from './models.ts'
import { drawChance, drawInt, drawLogNormal, drawUuid, pickWeighted, type Random } from './random.ts'
import { type Cause, originOf } from './rows.ts'
import type { Scene } from './scene.ts'
import type { Talk } from './topics/agenda.ts'

const failureChance = 0.0103
const outageFailureChance = 0.85
const retryChance = 0.5
const slowChance = 0.012
const traceChance = 0.92

/** The message whose response the calls produce. */
export interface Task {
  readonly scene: Scene
  readonly cause: Cause
  readonly talk: Talk
  /** Tokens of the input before the question: instructions, earlier messages and search results. */
  readonly contextTokens: number
  readonly isDown: (model: Model, time: number) => boolean
}

/**
 * The calls of a response, their errors, when they ended (milliseconds since 1970), and whether one failed permanently.
 */
interface ModelWork {
  readonly llmCalls: LlmCall[]
  readonly errors: WrittenError[]
  readonly endsAt: number
  readonly hasResponse: boolean
}

/** The model calls tools first, and returns the response in its last call. */
const drawOutputTokens = (random: Random, { answer }: Talk, isLast: boolean): number =>
  isLast ? Math.ceil(estimateTokens(answer) * (1 + random())) : drawInt(random, 18, 75)

const drawDuration = (random: Random, { msPerToken }: Model, outputTokens: number): number => {
  const slowness = drawChance(random, slowChance) ? drawInt(random, 6, 15) : 1
  return Math.round(
    (drawLogNormal(random, 480, 0.4) + drawLogNormal(random, outputTokens * msPerToken, 0.35)) * slowness,
  )
}

const baseOf = (random: Random, { scene, cause }: Task, model: Model) => ({
  id: drawUuid(random),
  modelName: model.name,
  ...originOf(scene),
  ...cause,
})

const makeSuccess = (random: Random, task: Task, model: Model, at: number, input: number, output: number): LlmCall => {
  const isReported = !drawChance(random, model.unreportedShare)
  const [inputTokens, outputTokens] = isReported ? [input, output] : [0, 0]
  const durationMs = drawDuration(random, model, output)
  return {
    timestamp: new Date(at + durationMs),
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    durationMs,
    cost: computeCost(model, inputTokens, outputTokens),
    status: 'success',
    errorMessage: null,
    ...baseOf(random, task, model),
  }
}

const makeFailedCall = (random: Random, task: Task, model: Model, at: number, failure: Failure): LlmCall => ({
  timestamp: new Date(at + failure.durationMs),
  inputTokens: 0,
  outputTokens: 0,
  totalTokens: 0,
  durationMs: failure.durationMs,
  cost: computeCost(model, 0, 0),
  status: failure.status,
  errorMessage: failure.message,
  ...baseOf(random, task, model),
})

const makeError = (random: Random, task: Task, model: Model, failure: Failure, time: number): WrittenError => ({
  id: drawUuid(random),
  timestamp: new Date(time),
  errorType: failure.errorType,
  errorMessage: failure.message,
  ...originOf(task.scene),
  ...task.cause,
  stackTrace: drawChance(random, traceChance)
    ? makeStackTrace(random, model.provider, failure.errorType, failure.message)
    : null,
})

/** Simulates the calls of the language model for one response, starting at a time (milliseconds since 1970). */
export const makeModelCalls = (random: Random, task: Task, from: number): ModelWork => {
  const { callCounts, models } = task.scene.pipeline
  const { model } = pickWeighted(random, models, ({ weight }) => weight)
  const steps = pickWeighted(random, [...callCounts.keys()], (count) => callCounts[count] ?? 0)
  const llmCalls: LlmCall[] = []
  const errors: WrittenError[] = []
  // A runner that reports no calls still takes time.
  let at = steps === 0 ? from + drawInt(random, 900, 5_000) : from
  let input = task.contextTokens + estimateTokens(task.talk.question)
  for (let step = 1; step <= steps; ) {
    const isDown = task.isDown(model, at)
    if (drawChance(random, isDown ? outageFailureChance : failureChance)) {
      const failure = drawFailure(random, model, isDown)
      llmCalls.push(makeFailedCall(random, task, model, at, failure))
      at += failure.durationMs + drawInt(random, 2, 9)
      errors.push(makeError(random, task, model, failure, at))
      if (errors.length > 1 || !drawChance(random, retryChance))
        return { llmCalls, errors, endsAt: at, hasResponse: false }
      at += drawInt(random, 1_000, 2_000)
    } else {
      const output = drawOutputTokens(random, task.talk, step === steps)
      const call = makeSuccess(random, task, model, at, input, output)
      llmCalls.push(call)
      at += call.durationMs + (step < steps ? drawInt(random, 60, 1_800) : 0)
      input += output + drawInt(random, 40, 400)
      step++
    }
  }
  return { llmCalls, errors, endsAt: at, hasResponse: true }
}
