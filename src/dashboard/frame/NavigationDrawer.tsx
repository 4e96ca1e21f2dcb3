import { Dialog } from '@base-ui/react/dialog'
import { Menu, X } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { buttonClass } from '../ui/Button.tsx'
import { Brand } from './Brand.tsx'
import { frameTexts } from './frameTexts.ts'
import { Navigation } from './Navigation.tsx'

/** The navigation of narrow screens: a button that opens it over the page. */
export const NavigationDrawer = () => {
  const texts = useTexts(frameTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <Dialog.Root modal="trap-focus" open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label={texts.openNavigation} className={`${buttonClass('ghost', true)} md:hidden`}>
        <Menu aria-hidden className="size-4" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup
          aria-label={texts.navigation}
          className="fixed inset-y-0 left-0 z-50 flex w-64 flex-col gap-2 bg-surface p-3 shadow-pop outline-none"
        >
          <Navigation
            brand={
              <div className="flex items-center justify-between">
                <Brand />
                <Dialog.Close aria-label={texts.closeNavigation} className={buttonClass('ghost', true)}>
                  <X aria-hidden className="size-4" />
                </Dialog.Close>
              </div>
            }
            onNavigate={() => setOpen(false)}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
