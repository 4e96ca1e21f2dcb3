import { defineTexts } from '../../../i18n/texts.ts'

/** The name of the view with the lists. */
export const conversationsTitle = defineTexts({ title: 'Conversations' }, { title: '对话' })

/** The name of the view of a turn. */
export const turnTitle = defineTexts({ title: 'Turn' }, { title: '对话轮次' })

/** The name of the view of a session. */
export const sessionTitle = defineTexts({ title: 'Session' }, { title: '会话' })
