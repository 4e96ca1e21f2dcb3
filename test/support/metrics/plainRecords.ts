import {
  average,
  averageCost,
  type Compute,
  count,
  distinct,
  perSecond,
  type Row,
  rate,
  sum,
  timeOf,
  totalCost,
} from './plainMeasures.ts'
import type { PlainDimension, PlainRecord } from './plainRecord.ts'
import { makeTurnRecord } from './turnRecord.ts'

const named = (key: string, nameField: string) => ({ key, field: `${key}Id`, isNamed: true as const, nameField })

const origin = {
  BOT: named('bot', 'botName'),
  PIPELINE: named('pipeline', 'pipelineName'),
  HOUR_OF_DAY: { key: 'hourOfDay', clock: 'hour' },
  DAY_OF_WEEK: { key: 'dayOfWeek', clock: 'dayOfWeek' },
} as const satisfies Readonly<Record<string, PlainDimension>>

/** The user, whose names are those in messages, and the platform. */
const sender = {
  USER: { ...named('user', 'userName'), namesOf: 'message' },
  PLATFORM: { key: 'platform', field: 'platform' },
} as const satisfies Readonly<Record<string, PlainDimension>>

const session = { SESSION: { key: 'sessionId', field: 'sessionId' } }

const upper = (...values: readonly string[]) => Object.fromEntries(values.map((value) => [value, value.toUpperCase()]))

const is =
  (field: string, ...values: readonly unknown[]) =>
  (row: Row) =>
    values.includes(row[field])

const callStatus = {
  STATUS: { key: 'status', field: 'status', kinds: upper('success', 'error', 'pending', 'timeout') },
}

const durations = { durationMs: (row: Row) => Number(row['durationMs']) }

const callMeasures: Readonly<Record<string, Compute>> = {
  calls: count(),
  successCalls: count(is('status', 'success')),
  errorCalls: count(is('status', 'error')),
  timeoutCalls: count(is('status', 'timeout')),
  pendingCalls: count(is('status', 'pending')),
  failedCalls: count(is('status', 'error', 'timeout')),
  successRate: rate(is('status', 'success')),
  errorRate: rate(is('status', 'error')),
  failureRate: rate(is('status', 'error', 'timeout')),
  users: distinct('userId'),
  sessions: distinct('sessionId'),
}

const callCounts = ['calls', 'successCalls', 'errorCalls', 'timeoutCalls', 'pendingCalls', 'failedCalls']

const isUnreported = (row: Row) => row['status'] === 'success' && row['totalTokens'] === 0

/** All records, with what their metrics mean. */
export const plainRecords: readonly PlainRecord[] = [
  {
    kind: 'llmCall',
    query: 'llmCallMetrics',
    timeField: 'timestamp',
    dimensions: { ...origin, ...sender, ...session, ...callStatus, MODEL: { key: 'model', field: 'modelName' } },
    measures: {
      ...callMeasures,
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
      totalTokens: sum('totalTokens'),
      avgTokensPerCall: average('totalTokens'),
      avgTokensPerSecond: perSecond('outputTokens'),
      zeroTokenSuccessCalls: count(isUnreported),
      zeroTokenSuccessRate: rate(isUnreported, is('status', 'success')),
      totalCost,
      avgCostPerCall: averageCost,
      callsWithoutCost: count(is('cost', null)),
    },
    additive: [
      ...callCounts,
      'inputTokens',
      'outputTokens',
      'totalTokens',
      'zeroTokenSuccessCalls',
      'totalCost',
      'callsWithoutCost',
    ],
    distributions: durations,
  },
  {
    kind: 'embeddingCall',
    query: 'embeddingCallMetrics',
    timeField: 'timestamp',
    dimensions: {
      ...origin,
      ...sender,
      ...session,
      ...callStatus,
      MODEL: { key: 'model', field: 'modelName' },
      KNOWLEDGE_BASE: { key: 'knowledgeBaseId', field: 'knowledgeBaseId' },
      CALL_TYPE: { key: 'callType', field: 'callType', kinds: upper('embedding', 'retrieve') },
    },
    measures: {
      ...callMeasures,
      promptTokens: sum('promptTokens'),
      totalTokens: sum('totalTokens'),
      avgTokensPerCall: average('totalTokens'),
      avgTokensPerSecond: perSecond('totalTokens'),
      inputs: sum('inputCount'),
      avgInputsPerCall: average('inputCount'),
    },
    additive: [...callCounts, 'promptTokens', 'totalTokens', 'inputs'],
    distributions: durations,
  },
  {
    kind: 'toolCall',
    query: 'toolCallMetrics',
    timeField: 'timestamp',
    dimensions: {
      ...origin,
      ...sender,
      ...session,
      ...callStatus,
      TOOL: { key: 'tool', field: 'toolName' },
      TOOL_SOURCE: { key: 'toolSource', field: 'toolSource', kinds: upper('native', 'plugin', 'mcp', 'skill') },
    },
    measures: callMeasures,
    additive: callCounts,
    distributions: durations,
  },
  {
    kind: 'message',
    query: 'messageMetrics',
    timeField: 'timestamp',
    dimensions: {
      ...origin,
      ...sender,
      ...session,
      RUNNER: { key: 'runner', field: 'runnerName' },
      STATUS: { key: 'status', field: 'status', kinds: upper('success', 'error', 'pending') },
      LEVEL: { key: 'level', field: 'level', kinds: upper('debug', 'info', 'warning', 'error') },
      ROLE: { key: 'role', field: 'role', kinds: upper('user', 'assistant') },
    },
    measures: {
      messages: count(),
      successMessages: count(is('status', 'success')),
      errorMessages: count(is('status', 'error')),
      pendingMessages: count(is('status', 'pending')),
      successRate: rate(is('status', 'success')),
      errorRate: rate(is('status', 'error')),
      userMessages: count(is('role', 'user')),
      assistantMessages: count(is('role', 'assistant')),
      users: distinct('userId'),
      sessions: distinct('sessionId'),
    },
    additive: ['messages', 'successMessages', 'errorMessages', 'pendingMessages', 'userMessages', 'assistantMessages'],
  },
  {
    kind: 'session',
    query: 'sessionMetrics',
    timeField: 'startTime',
    dimensions: {
      ...origin,
      USER: named('user', 'userName'),
      PLATFORM: { key: 'platform', field: 'platform' },
      IS_ACTIVE: { key: 'isActive', field: 'isActive' },
    },
    measures: {
      sessions: count(),
      activeSessions: count(is('isActive', true)),
      activeRate: rate(is('isActive', true)),
      users: distinct('userId'),
      messages: sum('messageCount'),
      avgMessagesPerSession: average('messageCount'),
    },
    additive: ['sessions', 'activeSessions', 'messages'],
    distributions: {
      durationMs: ({ startTime, lastActivity }) => (lastActivity as Date).getTime() - (startTime as Date).getTime(),
    },
  },
  {
    kind: 'errorLog',
    query: 'errorMetrics',
    timeField: 'timestamp',
    dimensions: { ...origin, ...sender, ...session, ERROR_TYPE: { key: 'errorType', field: 'errorType' } },
    measures: {
      errors: count(),
      affectedUsers: distinct('userId'),
      affectedSessions: distinct('sessionId'),
      firstSeen: timeOf('first'),
      lastSeen: timeOf('last'),
    },
    additive: ['errors'],
  },
  {
    kind: 'feedback',
    query: 'feedbackMetrics',
    timeField: 'timestamp',
    dimensions: {
      ...origin,
      ...sender,
      ...session,
      TYPE: { key: 'type', field: 'type', kinds: { 1: 'LIKE', 2: 'DISLIKE' } },
      MODEL: { key: 'model', field: 'modelName' },
      REASON: { key: 'reason', field: 'reasons', isList: true },
    },
    measures: {
      feedback: count(),
      likes: count(is('type', 1)),
      dislikes: count(is('type', 2)),
      satisfactionRate: rate(is('type', 1)),
      users: distinct('userId'),
      sessions: distinct('sessionId'),
    },
    additive: ['feedback', 'likes', 'dislikes'],
  },
  makeTurnRecord({
    ...origin,
    BOT: { ...origin.BOT, namesOf: 'message' },
    PIPELINE: { ...origin.PIPELINE, namesOf: 'message' },
    ...sender,
    ...session,
  }),
]
