import { defineTexts } from '../i18n/texts.ts'

/** The texts of charts. */
export const chartTexts = defineTexts(
  {
    total: 'Total',
    incomplete: 'incomplete',
    time: 'Time',
    day: 'Day',
    asTable: (title: string) => `Show as table: ${title}`,
    asChart: (title: string) => `Show as chart: ${title}`,
    hint: 'Move with the arrow keys.',
    selectHint:
      'Move with the arrow keys. To select a time range, hold Shift while you move and press Enter, or drag across the chart.',
    /** Said before the end of a selection. */
    selected: (from: string) => `Selected from ${from} to `,
    range: (from: string, to: string) => `${from} – ${to}`,
  },
  {
    total: '合计',
    incomplete: '不完整',
    time: '时间',
    day: '星期',
    asTable: (title) => `以表格显示：${title}`,
    asChart: (title) => `以图表显示：${title}`,
    hint: '使用方向键移动。',
    selectHint: '使用方向键移动。选择时间范围：按住 Shift 移动后按 Enter，或在图表上拖动。',
    selected: (from) => `已选择：从 ${from} 到 `,
    range: (from, to) => `${from} – ${to}`,
  },
)
