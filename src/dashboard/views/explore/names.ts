import type { metricsCatalogue } from '../../generated/metrics.ts'
import type { Language } from '../../i18n/texts.ts'

type MetricsRecord = (typeof metricsCatalogue)[number]

/** The field of a path, e.g. `durationMs` of `durationMs.p95`. */
type FieldOf<Path> = Path extends `${infer Field}.${string}` ? Field : Path

/** The names of the records, their dimensions and their measures in the API. */
type ApiName =
  | MetricsRecord['name']
  | MetricsRecord['dimensions'][number]['name']
  | FieldOf<MetricsRecord['measures'][number]['path']>

/** The Chinese names of what the API measures. A name that is missing does not compile. */
const chinese: Readonly<Record<ApiName, string>> = {
  Message: '消息',
  Session: '会话',
  Turn: '轮次',
  LlmCall: 'LLM 调用',
  EmbeddingCall: '嵌入调用',
  ToolCall: '工具调用',
  Error: '错误',
  Feedback: '反馈',
  BOT: '机器人',
  CALL_TYPE: '调用类型',
  DAY_OF_WEEK: '星期',
  ERROR_TYPE: '错误类型',
  FINGERPRINT: '错误指纹',
  HOUR_OF_DAY: '小时',
  IS_ACTIVE: '是否活跃',
  KNOWLEDGE_BASE: '知识库',
  LEVEL: '级别',
  MODEL: '模型',
  PIPELINE: '流水线',
  PLATFORM: '平台',
  REASON: '原因',
  ROLE: '角色',
  RUNNER: '运行器',
  SESSION: '会话',
  STATUS: '状态',
  TOOL: '工具',
  TOOL_SOURCE: '工具来源',
  TYPE: '类型',
  USER: '用户',
  activeRate: '活跃率',
  activeSessions: '活跃会话',
  affectedSessions: '受影响会话',
  affectedUsers: '受影响用户',
  answerRate: '回复率',
  answeredTurns: '已回复轮次',
  assistantMessages: '助手消息',
  avgCostPerCall: '每次调用费用',
  avgCostPerTurn: '每轮费用',
  avgInputsPerCall: '每次调用文本数',
  avgMessagesPerSession: '每会话消息数',
  avgRepliesPerTurn: '每轮回复数',
  avgTokensPerCall: '每次调用 Token',
  avgTokensPerSecond: '每秒 Token',
  avgTokensPerTurn: '每轮 Token',
  calls: '调用',
  callsWithoutCost: '费用未知的调用',
  dislikes: '点踩',
  durationMs: '时长',
  errorCalls: '错误调用',
  errorMessages: '错误消息',
  errorRate: '错误率',
  errors: '错误',
  failedCalls: '失败调用',
  failureRate: '失败率',
  feedback: '反馈',
  firstReplyMs: '首次回复时间',
  firstSeen: '首次出现',
  inputTokens: '输入 Token',
  inputs: '嵌入文本',
  lastSeen: '最近出现',
  likes: '点赞',
  llmCalls: 'LLM 调用',
  messages: '消息',
  outputTokens: '输出 Token',
  pendingCalls: '进行中的调用',
  pendingMessages: '处理中的消息',
  promptTokens: '提示 Token',
  replies: '回复',
  satisfactionRate: '满意度',
  sessions: '会话',
  successCalls: '成功调用',
  successMessages: '成功消息',
  successRate: '成功率',
  timeoutCalls: '超时调用',
  totalCost: '总费用',
  totalTokens: 'Token 总数',
  turns: '轮次',
  turnsWithErrors: '出错轮次',
  userMessages: '用户消息',
  users: '用户',
  zeroTokenSuccessCalls: '未记录 Token 的成功调用',
  zeroTokenSuccessRate: '未记录 Token 的比例',
}

const statistics: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { avg: 'average', min: 'minimum', max: 'maximum' },
  'zh-CN': { avg: '平均', min: '最小', max: '最大' },
}

/** Writes a name of the API as words: `totalCost` as `Total cost`, `HOUR_OF_DAY` as `Hour of day`. */
const toWords = (name: string): string => {
  const words = (name === name.toUpperCase() ? name.toLowerCase() : name.replace(/Ms$/, ''))
    .replaceAll('_', ' ')
    .replaceAll(/(?<=[a-z])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^avg /, 'average ')
    .replace(/^llm\b/i, 'LLM')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The name of a record, dimension or measure in a language. */
export const nameOf = (language: Language, name: string): string => {
  const [field = '', statistic] = name.split('.')
  const names: Readonly<Record<string, string>> = language === 'zh-CN' ? chinese : {}
  const base = names[field] ?? toWords(field)
  return statistic === undefined ? base : `${base} ${statistics[language][statistic] ?? statistic}`
}
