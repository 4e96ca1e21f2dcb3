import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollups } from '../../src/records/rollups.ts'
import type { OpenTestDatabase } from './database.ts'
import { store } from './factories.ts'

/** A time in June 2026, e.g. `1T10:30`. */
export const at = (time: string) => new Date(`2026-06-0${time}:00.000Z`)
const a = { botId: 'bot-a', botName: 'Bot A', pipelineId: 'pipe-a', pipelineName: 'Pipe A' }
const b = { botId: 'bot-b', botName: 'Old B', pipelineId: 'pipe-b', pipelineName: 'Pipe B' }
const alice = { userId: 'alice', userName: 'Alice', platform: 'person' }
const bob = { userId: 'bob', userName: null, platform: 'group' }

/** Stores records of two bots and two users, and of others that few records refer to. Rollups are partly folded. */
export const storeReferences = async (db: OpenTestDatabase): Promise<void> => {
  await store(db, 'message', [
    { id: 'm1', timestamp: at('1T10:30'), ...a, ...alice },
    { id: 'm2', timestamp: at('2T11:00'), ...b, ...bob },
    { id: 'm3', timestamp: at('3T12:00'), ...b, ...bob, userName: 'Bobby' },
  ])
  await store(db, 'session', [{ id: 's1', startTime: at('1T10:00'), lastActivity: at('4T00:00'), ...a, ...alice }])
  await store(db, 'llmCall', [
    { id: 'l1', timestamp: at('1T10:31'), modelName: 'gpt', ...a, ...alice },
    { id: 'l2', timestamp: at('5T10:31'), modelName: 'Qwen', ...b, ...bob, botName: 'New B' },
    { id: 'l3', timestamp: at('6T10:31'), modelName: 'gpt', botId: null, pipelineId: null, userId: null },
  ])
  await store(db, 'embeddingCall', [
    { id: 'e1', timestamp: at('2T08:00'), modelName: 'bge', knowledgeBaseId: 'kb-2', ...a, ...alice },
    { id: 'e2', timestamp: at('3T08:00'), modelName: 'gpt', knowledgeBaseId: 'kb-1', ...a, ...alice },
    { id: 'e3', timestamp: at('4T08:00'), modelName: 'bge', knowledgeBaseId: 'kb-2', ...b, ...bob },
    { id: 'e4', timestamp: at('4T09:00'), modelName: 'bge', knowledgeBaseId: null, ...b, ...bob },
  ])
  await store(db, 'toolCall', [
    { id: 't1', timestamp: at('2T08:00'), toolName: 'search', toolSource: 'native', ...a, ...alice },
    { id: 't2', timestamp: at('3T08:00'), toolName: 'search', toolSource: 'of tomorrow', ...b, ...bob },
    { id: 't3', timestamp: at('4T08:00'), toolName: 'Calendar', toolSource: 'mcp', ...b, ...bob },
  ])
  await store(db, 'errorLog', [{ id: 'x1', timestamp: at('7T00:00'), ...a, ...alice, userId: 'carol' }])
  await store(db, 'feedback', [
    {
      id: 'f1',
      timestamp: at('8T00:00'),
      ...b,
      botId: 'bot-c',
      botName: '',
      pipelineId: 'pipe-c',
      userId: 'bob',
      platform: 'wecom',
    },
  ])
  await foldDeltas(db, rollups)
  await store(db, 'message', [{ id: 'm4', timestamp: at('9T12:00'), ...a, ...alice }])
}
