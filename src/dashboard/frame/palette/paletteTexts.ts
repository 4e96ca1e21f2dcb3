import { defineTexts } from '../../i18n/texts.ts'

/** The texts of the command palette. */
export const paletteTexts = defineTexts(
  {
    open: 'Search and jump',
    label: 'View, ID or user name',
    close: 'Close',
    views: 'Views',
    records: 'Records',
    kinds: { session: 'Session', message: 'Message', user: 'User', llmCall: 'LLM call' },
    searching: 'Searching…',
    results: (count: number) => (count === 1 ? '1 result' : `${count} results`),
    nothing: 'Nothing found',
    advice:
      'Enter the name of a view, the complete ID of a session, message, user or LLM call, or at least 3 characters of the ID, user ID or user name of a session.',
  },
  {
    open: '搜索与跳转',
    label: '视图、ID 或用户名',
    close: '关闭',
    views: '视图',
    records: '记录',
    kinds: { session: '会话', message: '消息', user: '用户', llmCall: 'LLM 调用' },
    searching: '正在搜索…',
    results: (count) => `${count} 个结果`,
    nothing: '未找到任何内容',
    advice: '请输入视图名称，会话、消息、用户或 LLM 调用的完整 ID，或会话的 ID、用户 ID、用户名中的至少 3 个字符。',
  },
)
