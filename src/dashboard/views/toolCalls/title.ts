import { defineTexts } from '../../i18n/texts.ts'

/** The name of the view. */
export const toolCallsTitle = defineTexts({ title: 'Tool calls' }, { title: '工具调用' })
