import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'

/** The panel of a popover, below its trigger and within the window. */
export const PopoverPanel = ({
  label,
  align,
  className = '',
  children,
}: {
  readonly label: string
  /** The edge of the trigger with which the panel is aligned. */
  readonly align: 'start' | 'end'
  readonly className?: string
  readonly children: ReactNode
}) => (
  <Popover.Portal>
    <Popover.Positioner sideOffset={6} align={align} collisionPadding={8} className="z-30">
      <Popover.Popup
        aria-label={label}
        className={`rounded-lg bg-raised shadow-pop not-focus-visible:outline-none ${className}`}
      >
        {children}
      </Popover.Popup>
    </Popover.Positioner>
  </Popover.Portal>
)
