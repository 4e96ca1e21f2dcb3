import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/language.ts'
import { buttonClass } from './Button.tsx'
import { listTexts } from './listTexts.ts'

/** The details of a record, at the side of the page; on narrow screens over all of it. */
export const Drawer = ({
  title,
  isOpen,
  onClose,
  isWide = false,
  children,
}: {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly isWide?: boolean
  readonly children: ReactNode
}) => {
  const texts = useTexts(listTexts)
  return (
    <Dialog.Root modal="trap-focus" open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Popup
          className={`fixed inset-y-0 right-0 z-50 flex max-w-full flex-col bg-surface shadow-pop outline-none ${isWide ? 'w-[60rem]' : 'w-[34rem]'}`}
        >
          <header className="flex items-center gap-2 border-line border-b px-4 py-2.5">
            <Dialog.Title className="min-w-0 grow truncate font-semibold">{title}</Dialog.Title>
            <Dialog.Close aria-label={texts.close} className={buttonClass('ghost', true)}>
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </header>
          <div className="flex grow flex-col gap-4 overflow-y-auto overscroll-contain p-4">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
