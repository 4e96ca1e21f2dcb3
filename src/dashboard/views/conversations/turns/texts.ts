import { defineTexts } from '../../../i18n/texts.ts'

/** The texts of the list of turns. */
export const turnsTexts = defineTexts(
  {
    search: 'Search conversations',
    conversation: 'Question and reply',
    origin: 'Bot, pipeline, runner',
    answered: 'Answered',
    unanswered: 'Unanswered',
    replies: 'Replies',
    anyWaiting: 'Any waiting time',
    waitingFrom: (duration: string) => `Waited ≥ ${duration}`,
    user: (name: string) => `User: ${name}`,
  },
  {
    search: '搜索对话内容',
    conversation: '提问与回复',
    origin: '机器人、流水线、运行器',
    answered: '有回复',
    unanswered: '无回复',
    replies: '回复数',
    anyWaiting: '任意等待时间',
    waitingFrom: (duration) => `等待 ≥ ${duration}`,
    user: (name) => `用户：${name}`,
  },
)
