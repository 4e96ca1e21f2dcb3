import { defineTexts } from '../../i18n/texts.ts'

/** The name of the view. */
export const exploreTitle = defineTexts({ title: 'Explore' }, { title: '探索' })
