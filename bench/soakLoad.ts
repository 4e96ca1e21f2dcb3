import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { bodyAttacks, parentAttacks } from './attacks/bodies.ts'
import { documentAttacks } from './attacks/documents.ts'
import { pathAttacks } from './attacks/paths.ts'
import { largeResultAttacks } from './attacks/responses.ts'
import { makeAgent, sendAttack } from './attacks/send.ts'
import { ask } from './client.ts'

/** The number of concurrent callers, and the milliseconds that each waits between requests: well below the capacity. */
const callers = 8
const pause = 40
/** Milliseconds between two attacks. */
const attackPause = 1000

const makeMessage = (index: number) => ({
  botId: 'bot-1',
  botName: 'Support',
  pipelineId: 'pipe-1',
  pipelineName: 'Default',
  sessionId: `session-${index % 200}`,
  messageContent: `Message ${index}: where is the parcel, and when may it be expected?`,
})

/** The requests of the callers, in turn. `index` increases with each request. */
const mix: readonly ((index: number) => Parameters<typeof ask>[2])[] = [
  () => ({ query: '{ llmCalls(first: 50) { totalCount nodes { id modelName totalTokens cost } } }' }),
  () => ({ query: '{ sessions(first: 20) { nodes { id messages(first: 5) { nodes { messageText } } } } }' }),
  (index) => ({
    query: 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }',
    variables: { input: [makeMessage(index)] },
  }),
  () => ({ query: '{ overview { totalMessages totalTokens successRate activeSessions } }' }),
  (index) => ({ query: `query Unique${index} { llmCall(id: "call-${index}") { id } }` }),
  () => ({ path: '/metrics' }),
  () => ({ query: '{ messages(filter: { search: "parcel" }, first: 10) { nodes { id session { id } } } }' }),
  () => ({ path: '/api/v1/monitoring/export?type=llm-calls&limit=500' }),
  () => ({ query: `{ ${'a: __typename '.repeat(40)} }` }),
]
/** The kind that is expected to be rejected, since it is too large on purpose. */
const rejectedKind = mix.length - 1

const hostile = [...documentAttacks, ...bodyAttacks, ...parentAttacks, ...largeResultAttacks, ...pathAttacks]

/** Load that runs until it is stopped. */
export interface Load {
  /** Returns the results since the previous call: milliseconds, attacks sent, and failures by kind. */
  take(): { readonly times: number[]; readonly attacks: number; readonly errors: ReadonlyMap<string, number> }
  stop(): Promise<void>
}

/** Sends requests of all kinds and, concurrently, one attack after the other. */
export const startLoad = (url: string): Load => {
  const agent = new Agent({ keepAlive: true, maxSockets: callers })
  let [sent, attacks, going] = [0, 0, true]
  let times: number[] = []
  let errors = new Map<string, number>()
  const note = (kind: string) => errors.set(kind, (errors.get(kind) ?? 0) + 1)
  const call = async () => {
    while (going) {
      const index = sent
      sent += 1
      const kind = index % mix.length
      const { ms, failed, status } = await ask(url, agent, mix[kind]?.(index) ?? { path: '/health/live' })
      times.push(ms)
      if (failed !== (kind === rejectedKind)) note(`request with status ${status}`)
      await sleep(pause)
    }
  }
  const attack = async () => {
    for (let index = 0; going; index += 1) {
      // A stride that is coprime to the length mixes the kinds.
      const chosen = hostile[(index * 97) % hostile.length]
      const own = makeAgent()
      if (chosen) {
        const outcome = await sendAttack(url, chosen, 0, own)
        attacks += 1
        const isUnexpected = (outcome.status >= 500 && outcome.status !== 503) || (chosen.forbidden && outcome.hasData)
        if (isUnexpected) note(`attack "${chosen.name}" with status ${outcome.status}`)
      }
      own.destroy()
      await sleep(attackPause)
    }
  }
  const running = [...Array.from({ length: callers }, call), attack()]
  return {
    take: () => {
      const taken = { times, attacks, errors }
      times = []
      errors = new Map()
      attacks = 0
      return taken
    },
    stop: async () => {
      going = false
      await Promise.all(running)
      agent.destroy()
    },
  }
}
