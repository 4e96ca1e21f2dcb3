import { defineTexts } from '../i18n/texts.ts'

/** The texts of charts. */
export const chartTexts = defineTexts(
  {
    total: 'Total',
    incomplete: 'incomplete',
    time: 'Time',
    day: 'Day',
    asTable: 'Show as table',
    asChart: 'Show as chart',
    hint: 'Move with the arrow keys. Drag across the chart to select a time range.',
    range: (from: string, to: string) => `${from} – ${to}`,
  },
  {
    total: '合计',
    incomplete: '不完整',
    time: '时间',
    day: '星期',
    asTable: '以表格显示',
    asChart: '以图表显示',
    hint: '使用方向键移动。在图表上拖动可选择时间范围。',
    range: (from, to) => `${from} – ${to}`,
  },
)
