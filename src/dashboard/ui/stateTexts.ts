import { defineTexts } from '../i18n/texts.ts'

/** The texts of the states of a part of a view. */
export const stateTexts = defineTexts(
  {
    loading: 'Loading',
    retry: 'Try again',
    otherToken: 'Use another token',
    emptyTitle: 'No data in this selection',
    emptyAdvice: 'Choose a longer time range, or remove a filter.',
    staleTitle: 'The data could not be refreshed and may be outdated.',
    requestId: (id: string) => `Request ID: ${id}`,
    errors: {
      UNAUTHENTICATED: { title: 'A token is required', advice: 'Enter a valid token of this server.' },
      FORBIDDEN: {
        title: 'Your token does not allow this',
        advice: 'Reading data requires the access scope “read”. Use another token.',
      },
      BAD_USER_INPUT: { title: 'The server rejected this selection', advice: 'Change the time range or the filters.' },
      QUERY_TOO_COMPLEX: {
        title: 'This selection is too large',
        advice: 'Choose a shorter time range or larger time buckets.',
      },
      RATE_LIMITED: { title: 'Too many requests', advice: 'Wait a moment, or refresh less often.' },
      SERVICE_UNAVAILABLE: {
        title: 'The server is overloaded or its database is unavailable',
        advice: 'The request was repeated without success. Wait a moment and try again.',
      },
      INTERNAL_SERVER_ERROR: {
        title: 'The server failed',
        advice: 'Try again. If it fails again, look up the request ID in the log of the server.',
      },
      UNREACHABLE: {
        title: 'The server cannot be reached',
        advice: 'Check your connection, and that the server is running.',
      },
    },
  },
  {
    loading: '正在加载',
    retry: '重试',
    otherToken: '使用其他令牌',
    emptyTitle: '当前选择没有数据',
    emptyAdvice: '请选择更长的时间范围，或移除筛选条件。',
    staleTitle: '数据刷新失败，当前显示的可能不是最新数据。',
    requestId: (id) => `请求 ID：${id}`,
    errors: {
      UNAUTHENTICATED: { title: '需要令牌', advice: '请输入此服务器的有效令牌。' },
      FORBIDDEN: { title: '您的令牌没有此权限', advice: '读取数据需要“read”权限。请使用其他令牌。' },
      BAD_USER_INPUT: { title: '服务器拒绝了当前选择', advice: '请更改时间范围或筛选条件。' },
      QUERY_TOO_COMPLEX: { title: '当前选择的数据量过大', advice: '请选择更短的时间范围或更大的时间粒度。' },
      RATE_LIMITED: { title: '请求过于频繁', advice: '请稍候，或降低刷新频率。' },
      SERVICE_UNAVAILABLE: { title: '服务器过载或数据库不可用', advice: '已自动重试但未成功。请稍候再试。' },
      INTERNAL_SERVER_ERROR: {
        title: '服务器内部错误',
        advice: '请重试。如仍失败，请用请求 ID 在服务器日志中查找原因。',
      },
      UNREACHABLE: { title: '无法连接服务器', advice: '请检查网络连接，并确认服务器正在运行。' },
    },
  },
)
