import { createRandom, drawInt, pick, type Random } from '../../src/demo/random.ts'
import { hour } from '../../src/shared/duration.ts'
import type { OpenTestDatabase } from './database.ts'
import { store } from './factories.ts'

const start = Date.parse('2026-05-20T00:00:00Z')

/** What the traffic of a database continues with. It depends on no other database, since test files share modules. */
interface Traffic {
  readonly random: Random
  stored: number
}
const traffics = new WeakMap<OpenTestDatabase, Traffic>()

const trafficOf = (db: OpenTestDatabase): Traffic => {
  const traffic = traffics.get(db) ?? { random: createRandom(20260605), stored: 0 }
  traffics.set(db, traffic)
  return traffic
}

/** Times within seven weeks, some at the edges of hours and days, to the millisecond. */
const drawTime = (random: Random): Date => {
  const whole = start + drawInt(random, 0, 49 * 24) * hour
  return new Date(whole + pick(random, [0, 0, -1, 1, drawInt(random, 0, hour - 1)]))
}

const drawRow = (random: Random, id: string) => ({
  id,
  timestamp: drawTime(random),
  botId: pick(random, ['bot-1', 'bot-2', 'bot-3']),
  pipelineId: pick(random, ['pipeline-1', 'pipeline-2']),
})

const drawCall = (random: Random) => {
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

/** Stores the given number of rows of each record, all slightly different, over seven weeks since 2026-05-20. */
export const storeTraffic = async (db: OpenTestDatabase, count: number): Promise<void> => {
  const traffic = trafficOf(db)
  const { random } = traffic
  const many = <Row>(make: (id: string) => Row): Row[] =>
    Array.from({ length: count }, () => {
      traffic.stored += 1
      return make(`row-${traffic.stored}`)
    })
  const status = () => pick(random, ['success', 'error', 'pending'])
  await store(
    db,
    'message',
    many((id) => ({ ...drawRow(random, id), status: status(), platform: pick(random, [null, 'person', 'group']) })),
  )
  await store(
    db,
    'llmCall',
    many((id) => ({
      ...drawRow(random, id),
      ...drawCall(random),
      ...pick(random, [{}, { botId: null, botName: null }]),
    })),
  )
  await store(
    db,
    'embeddingCall',
    many((id) => ({ ...drawRow(random, id), ...pick(random, [{}, { botId: null, pipelineId: null }]) })),
  )
  await store(
    db,
    'session',
    many((id) => {
      const { timestamp: startTime, ...row } = drawRow(random, id)
      return { ...row, startTime, lastActivity: startTime, isActive: pick(random, [true, false]) }
    }),
  )
  await store(
    db,
    'errorLog',
    many((id) => ({ ...drawRow(random, id), errorType: pick(random, ['TimeoutError', 'ValueError']) })),
  )
  await store(
    db,
    'feedback',
    many((id) => ({ ...drawRow(random, id), type: pick(random, [1, 2, 7]) })),
  )
}
