import { defineTexts } from '../../i18n/texts.ts'

/** The name of the view. */
export const tokensTitle = defineTexts({ title: 'Tokens' }, { title: 'Token 用量' })
