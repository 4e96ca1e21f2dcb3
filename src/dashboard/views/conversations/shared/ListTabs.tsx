import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../i18n/language.ts'
import { keepScope } from '../../../scope/keepScope.ts'
import { conversationTexts } from './conversationTexts.ts'

/** The links to the lists of the view. */
export const ListTabs = () => {
  const texts = useTexts(conversationTexts)
  const look =
    'flex h-7 items-center rounded-md px-2.5 font-medium text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent'
  const active = { exact: true, includeSearch: false }
  return (
    <nav aria-label={texts.lists} className="-mb-1 flex gap-1">
      <Link to="/conversations" search={keepScope} activeOptions={active} className={look}>
        {texts.turns}
      </Link>
      <Link to="/conversations/sessions" search={keepScope} activeOptions={active} className={look}>
        {texts.sessions}
      </Link>
    </nav>
  )
}
