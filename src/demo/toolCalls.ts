import type { ToolCall } from '../db/generated/client.ts'
import { createRandom, drawChance, drawInt, drawLogNormal, drawUuid, pick, type Random } from './random.ts'
import { type Cause, originOf } from './rows.ts'
import type { Scene } from './scene.ts'

const toolChance = 0.3
const failureChance = 0.05

const tools = [
  { toolName: 'web_search', toolSource: 'native', durationMs: 900, result: 'Found 8 pages.' },
  { toolName: 'get_order_status', toolSource: 'plugin', durationMs: 180, result: '{"status":"shipped"}' },
  { toolName: 'list_events', toolSource: 'mcp', durationMs: 420, result: '{"events":[]}' },
  { toolName: 'read_document', toolSource: 'skill', durationMs: 260, result: 'The document has 3 sections.' },
] as const

/** A separate random generator, so that tool calls do not affect the other sample data. */
const randomOf = (messageId: string): Random => {
  const digits = messageId.replaceAll('-', '')
  const readAt = (start: number) => Number.parseInt(digits.slice(start, start + 8), 16)
  return createRandom(readAt(0), readAt(16), readAt(24))
}

/** Simulates the tool calls for a question, starting at a time (milliseconds since 1970). */
export const makeToolCalls = (scene: Scene, cause: Cause, question: string, from: number): ToolCall[] => {
  const random = randomOf(cause.messageId)
  if (!drawChance(random, toolChance)) return []
  let time = from
  return Array.from({ length: drawInt(random, 1, 2) }, () => {
    const { result, durationMs: usual, ...tool } = pick(random, tools)
    const isFailed = drawChance(random, failureChance)
    const durationMs = Math.round(drawLogNormal(random, usual, 0.5))
    time += durationMs
    return {
      id: drawUuid(random),
      timestamp: new Date(time),
      ...tool,
      durationMs,
      status: isFailed ? 'error' : 'success',
      ...originOf(scene),
      ...cause,
      arguments: JSON.stringify({ query: question }),
      result: isFailed ? null : result,
      errorMessage: isFailed ? `${tool.toolName} did not respond in time` : null,
    }
  })
}
