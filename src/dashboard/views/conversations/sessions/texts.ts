import { defineTexts } from '../../../i18n/texts.ts'

/** The texts of the list of sessions. */
export const sessionsTexts = defineTexts(
  {
    search: 'Search IDs and users',
    lastActivity: 'Last activity',
    start: 'Start',
    messages: 'Messages',
    calls: 'Model calls',
    state: 'State',
    durationHint: 'Time from the first to the last message',
  },
  {
    search: '搜索 ID 和用户',
    lastActivity: '最近活动',
    start: '开始时间',
    messages: '消息数',
    calls: '模型调用',
    state: '状态',
    durationHint: '从第一条到最后一条消息的时间',
  },
)
