import { plural } from '../../i18n/formats.ts'
import { defineTexts } from '../../i18n/texts.ts'

const units = { H: 'hour', D: 'day', W: 'week', M: 'month', Y: 'year' } as const

const lastEnglish = (count: number, unit: keyof typeof units): string =>
  count === 1 ? `Last ${units[unit]}` : `Last ${count} ${units[unit]}s`

const unitsChinese = { H: '小时', D: '天', W: '周', M: '个月', Y: '年' } as const

/** The texts of the bar that selects the data of all views. */
export const barTexts = defineTexts(
  {
    range: 'Time range',
    last: 'Relative',
    lastOf: lastEnglish,
    calendar: 'Calendar',
    periods: {
      TODAY: 'Today',
      YESTERDAY: 'Yesterday',
      THIS_WEEK: 'This week',
      LAST_WEEK: 'Last week',
      THIS_MONTH: 'This month',
      LAST_MONTH: 'Last month',
    },
    custom: 'Custom',
    from: 'From',
    to: 'To',
    apply: 'Apply',
    reversed: 'The start must be before the end.',
    zone: 'Time zone',
    localZone: 'Local time',
    search: 'Search',
    none: 'No matches',
    bots: 'Bots',
    allBots: 'All bots',
    someBots: (count: number) => `${count} ${plural('en', count, { one: 'bot', other: 'bots' })}`,
    pipelines: 'Pipelines',
    allPipelines: 'All pipelines',
    somePipelines: (count: number) => `${count} ${plural('en', count, { one: 'pipeline', other: 'pipelines' })}`,
    clear: 'Clear',
    compare: 'Comparison',
    comparisons: {
      PREVIOUS_PERIOD: 'vs. previous period',
      SAME_PERIOD_LAST_WEEK: 'vs. last week',
      SAME_PERIOD_LAST_MONTH: 'vs. last month',
      NONE: 'No comparison',
    },
    filters: 'Filters',
    refresh: 'Refresh',
    autoRefresh: 'Automatic refresh',
    off: 'Off',
    seconds: (count: number) => `${count} s`,
    minutes: (count: number) => `${count} min`,
  },
  {
    range: '时间范围',
    last: '相对时间',
    lastOf: (count, unit) => `最近 ${count} ${unitsChinese[unit]}`,
    calendar: '日历',
    periods: {
      TODAY: '今天',
      YESTERDAY: '昨天',
      THIS_WEEK: '本周',
      LAST_WEEK: '上周',
      THIS_MONTH: '本月',
      LAST_MONTH: '上月',
    },
    custom: '自定义',
    from: '开始',
    to: '结束',
    apply: '应用',
    reversed: '开始时间必须早于结束时间。',
    zone: '时区',
    localZone: '本地时间',
    search: '搜索',
    none: '没有匹配项',
    bots: '机器人',
    allBots: '全部机器人',
    someBots: (count) => `${count} 个机器人`,
    pipelines: '流水线',
    allPipelines: '全部流水线',
    somePipelines: (count) => `${count} 条流水线`,
    clear: '清除',
    compare: '对比',
    comparisons: {
      PREVIOUS_PERIOD: '对比上一时段',
      SAME_PERIOD_LAST_WEEK: '对比上周同期',
      SAME_PERIOD_LAST_MONTH: '对比上月同期',
      NONE: '不对比',
    },
    filters: '筛选',
    refresh: '刷新',
    autoRefresh: '自动刷新',
    off: '关',
    seconds: (count) => `${count} 秒`,
    minutes: (count) => `${count} 分钟`,
  },
)
