import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { IconButton } from './Button.tsx'
import { listTexts } from './listTexts.ts'

/** Milliseconds for which a button says that the text was copied. */
const copiedFor = 2000

/** Text in a fixed-width font, e.g. a stack trace or JSON, with a button that copies it. */
export const CodeBlock = ({
  title,
  text,
  className = 'max-h-96',
}: {
  readonly title: string
  readonly text: string
  /** Classes of the text, e.g. its height, beyond which it scrolls. */
  readonly className?: string
}) => {
  const texts = useTexts(listTexts)
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), copiedFor)
    return () => clearTimeout(timer)
  }, [isCopied])
  const Icon = isCopied ? Check : Copy
  return (
    <section className="flex min-w-0 flex-col gap-1">
      <header className="flex min-h-7 items-center">
        <h3 className="grow text-muted">{title}</h3>
        {/* Browsers offer the clipboard to pages over HTTPS or on the same machine alone. */}
        {navigator.clipboard ? (
          <IconButton
            label={texts.selected(isCopied ? texts.copied : texts.copy, title)}
            onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
          >
            <Icon aria-hidden className="size-3.5" />
          </IconButton>
        ) : null}
      </header>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className={`overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-page px-3 py-2 font-mono text-xs ${className}`}
      >
        {text}
      </pre>
    </section>
  )
}
