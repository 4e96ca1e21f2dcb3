import { Inbox } from 'lucide-react'
import { useTexts } from '../i18n/language.ts'
import { stateTexts } from './stateTexts.ts'

/** Says that nothing matches the selection, and what to do about it. */
export const Empty = ({ title, advice }: { readonly title?: string; readonly advice?: string }) => {
  const texts = useTexts(stateTexts)
  return (
    <div className="m-auto flex flex-col items-center gap-1 px-2 py-8 text-center">
      <Inbox aria-hidden className="mb-1 size-5 text-muted" />
      <p className="font-medium">{title ?? texts.emptyTitle}</p>
      <p className="text-muted">{advice ?? texts.emptyAdvice}</p>
    </div>
  )
}
