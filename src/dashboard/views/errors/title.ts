import { defineTexts } from '../../i18n/texts.ts'

/** The name of the view. */
export const errorsTitle = defineTexts({ title: 'Errors' }, { title: '错误' })
