import { defineTexts } from '../../i18n/texts.ts'

/** The name of the view. */
export const overviewTitle = defineTexts({ title: 'Overview' }, { title: '概览' })
