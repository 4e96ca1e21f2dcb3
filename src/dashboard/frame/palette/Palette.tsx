import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { buttonClass } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Problem } from '../../ui/Problem.tsx'
import { paletteTexts } from './paletteTexts.ts'
import { useFind } from './useFind.ts'
import { type Target, useRecordTargets, useViewTargets } from './useTargets.ts'

/** The most characters that an id can have. */
const maxLength = 255

/** What the dialog shows: an input, and the views and records that match its text. */
export const Palette = ({ onJump }: { readonly onJump: () => void }) => {
  const texts = useTexts(paletteTexts)
  const input = useRef<HTMLInputElement>(null)
  const [value, setValue] = useState('')
  const text = value.trim()
  const { found, isSearching, error, retry } = useFind(text)
  const views = useViewTargets(text)
  const records = useRecordTargets(text, found)
  const count = views.length + records.length
  const groups = [
    { label: texts.views, items: views },
    { label: texts.records, items: records },
  ].filter(({ items }) => items.length > 0)
  const repeat = () => {
    // The button disappears, and with it the focus.
    input.current?.focus()
    retry()
  }
  // The code of the palette may be loaded after the dialog was opened.
  useEffect(() => input.current?.focus(), [])
  return (
    <Autocomplete.Root
      open
      inline
      mode="none"
      items={groups}
      value={value}
      onValueChange={(next, { reason }) => reason === 'item-press' || setValue(next)}
      itemToStringValue={({ title }: Target) => title}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Autocomplete.Input
          ref={input}
          aria-label={texts.label}
          placeholder={texts.label}
          maxLength={maxLength}
          spellCheck={false}
          autoCapitalize="off"
          className="h-11 min-w-0 grow bg-transparent outline-none placeholder:text-muted max-md:text-base"
        />
        <Dialog.Close aria-label={texts.close} title={texts.close} className={buttonClass('ghost', true)}>
          <X aria-hidden className="size-4" />
        </Dialog.Close>
      </div>
      <div className="min-h-0 overflow-y-auto overscroll-contain">
        <Autocomplete.List aria-label={texts.open} className={groups.length > 0 ? 'scroll-py-2 p-1.5' : ''}>
          {(group: (typeof groups)[number]) => (
            <Autocomplete.Group key={group.label} items={group.items}>
              <Autocomplete.GroupLabel className="px-2 py-1.5 text-muted text-xs">
                {group.label}
              </Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(target: Target) => (
                  <TargetItem
                    key={target.key}
                    target={target}
                    onSelect={() => {
                      onJump()
                      target.go()
                    }}
                  />
                )}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
        <Autocomplete.Status>
          {isSearching ? (
            <p className="px-3.5 py-2.5 text-muted">{texts.searching}</p>
          ) : error ? null : count === 0 ? (
            <Empty title={texts.nothing} advice={texts.advice} />
          ) : text === '' ? (
            <p className="border-line border-t px-3.5 py-2.5 text-muted">{texts.advice}</p>
          ) : (
            <span className="sr-only">{texts.results(count)}</span>
          )}
        </Autocomplete.Status>
        {error ? <Problem error={error} onRetry={repeat} /> : null}
      </div>
    </Autocomplete.Root>
  )
}

const TargetItem = ({ target, onSelect }: { readonly target: Target; readonly onSelect: () => void }) => {
  const { icon: Icon, title, kind, note } = target
  return (
    <Autocomplete.Item
      value={target}
      onClick={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5 outline-none data-highlighted:bg-accent-soft"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="flex min-w-0 grow flex-col">
        <span className="truncate font-medium">{title}</span>
        {note ? <span className="truncate text-muted text-xs">{note}</span> : null}
      </span>
      {kind ? <span className="shrink-0 text-muted text-xs">{kind}</span> : null}
    </Autocomplete.Item>
  )
}
