import { defineTexts } from '../../i18n/texts.ts'

/** The name of the view. */
export const modelCallsTitle = defineTexts({ title: 'Model calls' }, { title: '模型调用' })
