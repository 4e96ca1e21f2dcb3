import { createRandom, drawInt, pick } from '../../src/demo/random.ts'
import { hour } from '../../src/shared/duration.ts'
import type { OpenTestDatabase } from './database.ts'
import { store } from './factories.ts'

const random = createRandom(20260605)
const start = Date.parse('2026-05-20T00:00:00Z')

/** Times within seven weeks, some at the edges of hours and days, to the millisecond. */
const drawTime = (): Date => {
  const whole = start + drawInt(random, 0, 49 * 24) * hour
  return new Date(whole + pick(random, [0, 0, -1, 1, drawInt(random, 0, hour - 1)]))
}

const drawRow = (id: string) => ({
  id,
  timestamp: drawTime(),
  botId: pick(random, ['bot-1', 'bot-2', 'bot-3']),
  pipelineId: pick(random, ['pipeline-1', 'pipeline-2']),
})

const drawCall = () => {
  const [inputTokens, outputTokens] = pick(random, [
    [0, 0],
    [drawInt(random, 1, 5000), drawInt(random, 1, 900)],
  ] as const)
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    modelName: pick(random, ['gpt-4o', 'claude', 'qwen']),
    status: pick(random, ['success', 'success', 'error', 'pending', 'timeout']),
    cost: pick(random, [null, drawInt(random, 1, 99_999) / 1e7]),
    durationMs: drawInt(random, 0, 9000),
  }
}

let stored = 0

/** Stores the given number of rows of each record, all slightly different, over seven weeks since 2026-05-20. */
export const storeTraffic = async (db: OpenTestDatabase, count: number): Promise<void> => {
  const many = <Row>(make: (id: string) => Row): Row[] =>
    Array.from({ length: count }, () => {
      stored += 1
      return make(`row-${stored}`)
    })
  const status = () => pick(random, ['success', 'error', 'pending'])
  await store(
    db,
    'message',
    many((id) => ({ ...drawRow(id), status: status(), platform: pick(random, [null, 'person', 'group']) })),
  )
  await store(
    db,
    'llmCall',
    many((id) => ({ ...drawRow(id), ...drawCall(), ...pick(random, [{}, { botId: null, botName: null }]) })),
  )
  await store(
    db,
    'embeddingCall',
    many((id) => ({ ...drawRow(id), ...pick(random, [{}, { botId: null, pipelineId: null }]) })),
  )
  await store(
    db,
    'session',
    many((id) => {
      const { timestamp: startTime, ...row } = drawRow(id)
      return { ...row, startTime, lastActivity: startTime, isActive: pick(random, [true, false]) }
    }),
  )
  await store(
    db,
    'errorLog',
    many((id) => ({ ...drawRow(id), errorType: pick(random, ['TimeoutError', 'ValueError']) })),
  )
  await store(
    db,
    'feedback',
    many((id) => ({ ...drawRow(id), type: pick(random, [1, 2, 7]) })),
  )
}
