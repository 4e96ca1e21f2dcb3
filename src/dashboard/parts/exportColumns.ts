type ExportColumns = Readonly<Record<string, readonly string[]>>

const common: ExportColumns = {
  id: ['id'],
  time: ['timestamp'],
  bot: ['bot_name'],
  pipeline: ['pipeline_name'],
  user: ['user_id'],
  platform: ['platform'],
}

const call: ExportColumns = {
  ...common,
  status: ['status'],
  duration: ['duration_ms'],
  error: ['error_message'],
}

const modelCall: ExportColumns = { ...call, model: ['model_name'], tokens: ['total_tokens'] }

/** The columns of each export by the columns of its list. What is computed for the list alone is not exported. */
export const exportColumns = {
  'llm-calls': { ...modelCall, input: ['input_tokens'], output: ['output_tokens'], cost: ['cost'] },
  'embedding-calls': {
    ...modelCall,
    // An embedding call is exported without the names of its bot and pipeline.
    bot: [],
    pipeline: [],
    purpose: ['call_type'],
    query: ['query_text'],
    base: ['knowledge_base_id'],
    inputs: ['input_count'],
  },
  'tool-calls': { ...call, tool: ['tool_name'], source: ['tool_source'], arguments: ['arguments'] },
  errors: { ...common, type: ['error_type'], message: ['error_message'] },
  feedback: {
    ...common,
    rating: ['feedback_type'],
    comment: ['feedback_content'],
    reasons: ['inaccurate_reasons'],
    session: ['session_id'],
    message: ['message_id'],
  },
  sessions: {
    ...common,
    id: ['session_id'],
    // The last activity and the start are columns of their own.
    time: [],
    active: ['last_activity'],
    start: ['start_time'],
    state: ['is_active'],
    messages: ['message_count'],
  },
  turns: {
    ...common,
    conversation: ['question_text', 'reply_text'],
    user: ['user_name'],
    question: ['question_text'],
    reply: ['reply_text'],
    signals: ['error_count', 'likes', 'dislikes'],
    origin: ['bot_name', 'pipeline_name', 'runner_name'],
    runner: ['runner_name'],
    model: ['model_name'],
    replies: ['reply_count'],
    waiting: ['first_reply_ms'],
    duration: ['duration_ms'],
    tokens: ['total_tokens'],
    cost: ['total_cost'],
  },
} as const satisfies Readonly<Record<string, ExportColumns>>

/** A record, by its name in the export. */
export type ExportName = keyof typeof exportColumns

/** Whether an export can have an order of its list: not those of turns by what is computed for each of them. */
export const hasExportOrder = (type: ExportName, field: string): boolean => type !== 'turns' || field === 'TIMESTAMP'

/** The columns of an export that have what columns of a list show, after the id. */
export const toExportColumns = (type: ExportName, shown: readonly string[]): readonly string[] => {
  const columns: ExportColumns = exportColumns[type]
  return [...new Set(['id', ...shown].flatMap((key) => columns[key] ?? []))]
}
