import type { OpenTestDatabase } from './database.ts'
import { store } from './factories.ts'

const chain = (...components: readonly object[]): string => JSON.stringify(components)

/**
 * Stores what the view of conversations shows: a turn `q` with a record of each kind in the session `person/1`, and 120
 * turns of one question in the session `group-1`, one minute apart, of which every tenth has no reply. Its time is five
 * minutes before the given one, and that of the others ten minutes and more.
 */
export const storeConversations = async (db: OpenTestDatabase, now: Date): Promise<void> => {
  const at = (milliseconds: number) => new Date(now.getTime() - 300_000 + milliseconds)
  const sales = { botId: 'bot-2', botName: 'Sales', sessionId: 'person/1', messageId: 'q' }
  const { messageId: _, ...talk } = sales
  await store(db, 'message', [
    {
      id: 'q',
      timestamp: at(0),
      ...talk,
      messageContent: chain(
        { type: 'Source', id: 1, time: 1 },
        { type: 'Quote', id: 2, origin: [{ type: 'Plain', text: 'earlier' }] },
        { type: 'At', target: 1, display: 'Sales' },
        { type: 'Plain', text: ' @Bob What does it cost?' },
        { type: 'Image', url: 'https://media.example.com/i/photo.png', base64: { type: 'image/png', size: 1500 } },
        { type: 'File', name: 'price.pdf', size: 2_000_000 },
        { type: 'Voice', length: 12 },
      ),
      variables: JSON.stringify({ group: 'Friends', deep: { deep: [1] } }),
    },
    { id: 'r', timestamp: at(4000), ...talk, role: 'assistant', messageContent: 'It costs $5. <b>not bold</b>' },
    { id: 'lost', timestamp: at(-90_000_000), sessionId: 'unstored', messageContent: 'Lost question' },
  ])
  await store(db, 'embeddingCall', [{ id: 'e1', timestamp: at(200), ...sales }])
  await store(db, 'llmCall', [
    { id: 'c1', timestamp: at(1200), ...sales },
    { id: 'c2', timestamp: at(3000), ...sales, status: 'error', errorMessage: 'overloaded' },
  ])
  await store(db, 'toolCall', [
    {
      id: 't1',
      timestamp: at(2000),
      ...sales,
      toolName: 'get_price',
      arguments: '{"amount":12345678901234567890}',
      result: 'Price list\nFive dollars',
    },
  ])
  await store(db, 'errorLog', [{ id: 'x1', timestamp: at(1300), ...sales, stackTrace: 'File "bot.py", line 1' }])
  await store(db, 'feedback', [
    { id: 'f1', timestamp: at(60_000), ...sales },
    {
      id: 'f2',
      timestamp: at(70_000),
      ...sales,
      type: 2,
      content: 'Not true',
      inaccurateReasons: JSON.stringify(['wrong price', 'outdated']),
    },
  ])
  const turns = Array.from({ length: 120 }, (_, index) => ({ index, time: -300_000 - index * 60_000 }))
  const group = { sessionId: 'group-1', platform: 'group' }
  await store(
    db,
    'message',
    turns.flatMap(({ index, time }) => {
      const runnerName = index === 118 ? 'dify' : 'local-agent'
      const question = {
        id: `q${index}`,
        timestamp: at(time),
        ...group,
        runnerName,
        messageContent: `Question ${index}`,
      }
      const reply = {
        ...question,
        id: `r${index}`,
        timestamp: at(time + (index === 118 ? 2500 : 1000)),
        role: 'assistant',
        messageContent: `Answer ${index}`,
      }
      return index % 10 === 5 ? [question] : [question, reply]
    }),
  )
  await store(db, 'session', [
    { id: 'person/1', botId: 'bot-2', botName: 'Sales', messageCount: 3, startTime: at(0), lastActivity: at(4000) },
    {
      id: 'group-1',
      platform: 'group',
      messageCount: 228,
      startTime: at(-300_000 - 119 * 60_000),
      lastActivity: at(-299_000),
      isActive: false,
    },
  ])
}
