import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

/** Milliseconds without typing after which the search starts. */
export const searchDelay = 350

/**
 * A field to search for a text. `onSearch` is called a moment after the last key, or at once on Enter. What is typed
 * meanwhile is kept: only a value that does not result from this field replaces it.
 */
export const SearchBox = ({
  label,
  value,
  onSearch,
}: {
  readonly label: string
  readonly value: string
  readonly onSearch: (text: string) => void
}) => {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const search = (searched: string) => {
    sent.current = searched
    onSearch(searched)
  }
  const latest = useRef(search)
  latest.current = search
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => latest.current(text), searchDelay)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <label className="inline-flex h-7 w-56 min-w-0 max-w-full 2xl:w-72 max-sm:w-32 max-sm:grow items-center gap-2 rounded-md border border-line-strong bg-surface px-2 focus-within:outline-2 focus-within:outline-accent">
      <Search aria-hidden className="size-3.5 shrink-0 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(text)
        }}
        className="w-full text-ellipsis bg-transparent outline-none placeholder:text-muted"
      />
    </label>
  )
}
