import { useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { useFormats } from '../scope/useScope.ts'
import { listTexts } from './listTexts.ts'

const looks = {
  text: '',
  code: 'block rounded-md bg-hover px-3 py-2 font-mono text-xs',
  failure: 'block rounded-md bg-bad-soft px-3 py-2 text-bad',
} as const

/** Lines of a folded text. */
const maxLines = 16
/** How much longer than a folded text a text may be without being folded. */
const tolerance = 1.25

/** The position at which a text is cut: before a line after the last, and never within a character. */
const findCut = (text: string, limit: number): number => {
  let end = -1
  for (let line = 0; line < maxLines; line += 1) {
    end = text.indexOf('\n', end + 1)
    if (end < 0 || end > limit) break
  }
  if (end >= 0 && end <= limit) return end
  return limit - (/[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? 1 : 0)
}

/** A text of any length with its line breaks. Of a long text, the start is shown until all of it is asked for. */
export const FoldedText = ({
  text,
  look = 'text',
  limit = 1000,
}: {
  readonly text: string
  readonly look?: keyof typeof looks
  /** Characters of a folded text. */
  readonly limit?: number
}) => {
  const texts = useTexts(listTexts)
  const formats = useFormats()
  const [isOpen, setOpen] = useState(false)
  const cut = findCut(text, limit)
  const isLong = text.length > cut * tolerance
  return (
    <span className={`whitespace-pre-wrap break-words ${looks[look]}`}>
      {isLong && !isOpen ? `${text.slice(0, cut)} …` : text}
      {isLong ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="mt-1 block font-medium font-sans text-accent text-xs hover:underline"
        >
          {isOpen ? texts.showLess : texts.showAll(formats.number(text.length))}
        </button>
      ) : null}
    </span>
  )
}
