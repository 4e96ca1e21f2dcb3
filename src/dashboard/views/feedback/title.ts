import { defineTexts } from '../../i18n/texts.ts'

/** The name of the view. */
export const feedbackTitle = defineTexts({ title: 'Feedback' }, { title: '反馈' })
