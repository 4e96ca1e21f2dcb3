import { Popover } from '@base-ui/react/popover'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/language.ts'
import { buttonClass } from './Button.tsx'
import { listTexts } from './listTexts.ts'
import { PopoverPanel } from './PopoverPanel.tsx'

/** A button that shows what is selected, and opens a panel to change it. */
export const Picker = ({
  label,
  icon,
  shown,
  name,
  hint,
  isActive = false,
  isCompact = false,
  isWide = false,
  open,
  onOpenChange,
  children,
}: {
  readonly label: string
  readonly icon?: ReactNode
  readonly shown: string
  /** What screen readers say; by default the label with what is shown. */
  readonly name?: string
  /** What is shown under the pointer, if what is selected does not say what it is. */
  readonly hint?: string
  /** Whether the selection differs from the default. */
  readonly isActive?: boolean
  /** Whether it shows its icon alone on narrow screens. */
  readonly isCompact?: boolean
  /** Whether it shows what is selected in full. */
  readonly isWide?: boolean
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly children: ReactNode
}) => {
  const texts = useTexts(listTexts)
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger
        aria-label={name ?? texts.selected(label, shown)}
        title={hint}
        className={`${buttonClass(isActive ? 'active' : 'plain')} ${isWide ? 'max-w-full' : 'max-w-64'} data-[popup-open]:bg-hover [&>svg]:shrink-0`}
      >
        {icon}
        <span className={`truncate ${isCompact ? 'max-sm:hidden' : ''}`}>{shown}</span>
        <ChevronDown aria-hidden className={`-mr-1 size-3.5 shrink-0 text-muted ${isCompact ? 'max-sm:hidden' : ''}`} />
      </Popover.Trigger>
      <PopoverPanel
        label={label}
        align="start"
        className="max-h-(--available-height) max-w-(--available-width) overflow-auto"
      >
        {children}
      </PopoverPanel>
    </Popover.Root>
  )
}
