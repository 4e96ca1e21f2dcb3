import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollups } from '../../src/records/rollups.ts'
import type { TestApp } from './app.ts'
import type { OpenTestDatabase } from './database.ts'
import { type make, store } from './factories.ts'

/** The time of the operations on the rows. */
export const facetsNow = new Date('2026-06-05T12:00:00Z')
const at = (day: number) => new Date(Date.UTC(2026, 5, day, 10))

type Call = Parameters<typeof make.llmCall>[0]

const calls: readonly Call[] = [
  { id: '1', timestamp: at(1), modelName: 'gpt-4o', status: 'success', userId: 'ann' },
  { id: '2', timestamp: at(2), modelName: 'gpt-4o', status: 'error', userId: 'ann' },
  { id: '3', timestamp: at(3), modelName: 'gpt-4o', status: 'odd', userId: 'bob', platform: null },
  { id: '4', timestamp: at(3), modelName: 'qwen_max', status: 'error', userId: 'bob', platform: 'group' },
  {
    id: '5',
    timestamp: at(4),
    modelName: 'qwen_max',
    status: 'strange',
    userId: null,
    platform: 'group',
    botId: 'bot-2',
  },
  {
    id: '6',
    timestamp: at(5),
    modelName: 'Claude',
    status: 'success',
    botId: 'bot-2',
    botName: 'Zwei',
    messageId: 'm2',
  },
]

/** Stores some LLM calls with their messages and sessions, and errors. The last two calls are pending in the rollups. */
export const storeFacetRows = async (db: OpenTestDatabase): Promise<void> => {
  await store(db, 'session', [{ id: 'session-1' }, { id: 'session-2', isActive: false, platform: 'group' }])
  await store(db, 'message', [
    { id: 'm1', timestamp: at(1), userId: 'ann', userName: 'Ann' },
    { id: 'm2', timestamp: at(2), userId: 'ann', userName: 'Anna', role: 'assistant', sessionId: 'session-2' },
    { id: 'm3', timestamp: at(3), userId: 'bob', userName: null, level: 'error', runnerName: null, sessionId: null },
  ])
  await store(db, 'llmCall', calls.slice(0, 4))
  await foldDeltas(db, rollups)
  await store(db, 'llmCall', calls.slice(4))
  await store(db, 'errorLog', [
    { id: 'e1', errorMessage: 'too late', userId: 'ann' },
    { id: 'e2', errorMessage: 'too late', userId: 'bob' },
    { id: 'e3', errorMessage: 'unknown host', userId: 'bob', botId: 'bot-2' },
  ])
}

/** Sends a query without errors, and returns its data and the number of statements. */
export const sendCounting = async <Data>({ db, send }: TestApp, query: string, variables?: object) => {
  const { result, statements } = await db.record(() => send(query, variables))
  if (result.errors) throw new Error(JSON.stringify(result.errors))
  return { data: result.data as Data, statements: statements.length }
}
