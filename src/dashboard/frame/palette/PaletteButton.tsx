import { Dialog } from '@base-ui/react/dialog'
import { CatchBoundary } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ViewFailure } from '../failures.tsx'
import { paletteTexts } from './paletteTexts.ts'

const Palette = lazy(async () => ({ default: (await import('./Palette.tsx')).Palette }))

/** Whether an event is Ctrl+K, or Command+K on a Mac. */
const isShortcut = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'k' && ctrlKey !== metaKey && !altKey && !shiftKey

/** The command palette: a button, and a shortcut, that open a dialog to jump to a view or a record. */
export const PaletteButton = () => {
  const texts = useTexts(paletteTexts)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return
      event.preventDefault()
      setOpen((wasOpen) => !wasOpen)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <>
      <IconButton
        label={texts.open}
        title={`${texts.open} (Ctrl+K, ⌘K)`}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
      >
        <Search aria-hidden className="size-4" />
      </IconButton>
      <Dialog.Root modal="trap-focus" open={isOpen} onOpenChange={setOpen}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-50 bg-black/40" />
          <Dialog.Popup
            aria-label={texts.open}
            className="fixed inset-x-2 top-2 z-50 mx-auto flex max-h-[min(36rem,calc(100dvh-1rem))] max-w-xl flex-col overflow-hidden rounded-lg bg-raised shadow-pop outline-none md:top-[12dvh] md:max-h-[min(36rem,76dvh)]"
          >
            <CatchBoundary getResetKey={() => String(isOpen)} errorComponent={ViewFailure}>
              <Suspense fallback={<Skeleton className="m-3 h-80" />}>
                <Palette onJump={() => setOpen(false)} />
              </Suspense>
            </CatchBoundary>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  )
}
