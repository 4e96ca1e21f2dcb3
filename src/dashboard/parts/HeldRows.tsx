import { ArrowUp } from 'lucide-react'
import { useTexts } from '../i18n/language.ts'
import { defineTexts } from '../i18n/texts.ts'
import { useFormats } from '../scope/useScope.ts'
import type { HeldChanges } from './useListOperation.ts'

const heldTexts = defineTexts(
  { added: (count: string) => `${count} new`, changed: 'Show changes', notice: 'The list has changed.' },
  { added: (count) => `${count} 条新记录`, changed: '显示更新', notice: '列表有更新。' },
)

/** Offers to show the changes of a list that is held. It covers the title of the list, so that nothing moves. */
export const HeldRows = ({ held: { isChanged, added, show } }: { readonly held: HeldChanges }) => {
  const texts = useTexts(heldTexts)
  const formats = useFormats()
  return (
    <div className="pointer-events-none sticky top-28 z-10 flex h-0 justify-center md:top-16">
      <span role="status" className="sr-only">
        {isChanged ? texts.notice : ''}
      </span>
      {isChanged ? (
        <button
          type="button"
          onClick={show}
          className="pointer-events-auto -mt-9 flex h-7 items-center gap-1 whitespace-nowrap rounded-full bg-accent px-3 font-medium text-on-accent shadow-pop hover:opacity-90"
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {added > 0 ? texts.added(formats.number(added)) : texts.changed}
        </button>
      ) : null}
    </div>
  )
}
