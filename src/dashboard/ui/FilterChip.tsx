import { X } from 'lucide-react'
import { useTexts } from '../i18n/language.ts'
import { listTexts } from './listTexts.ts'

/** A filter that is active and can only be removed, e.g. one that a link has set. */
export const FilterChip = ({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) => {
  const texts = useTexts(listTexts)
  return (
    <span className="inline-flex h-7 items-center gap-1 rounded-md border border-accent bg-accent-soft pl-2.5 font-medium">
      {text}
      <button
        type="button"
        aria-label={texts.remove(text)}
        onClick={onRemove}
        className="flex size-6 items-center justify-center rounded hover:bg-hover"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  )
}
