import type { MouseEvent } from 'react'

/** Marks the link or button that all of a row follows. */
export const rowLink = { 'data-row-link': '' } as const

/** The classes of a row that may have such a link. */
export const rowClass = 'has-[[data-row-link]]:cursor-pointer'

const findLink = ({ target, currentTarget }: MouseEvent<HTMLElement>): Element | null =>
  (target as Element).closest('a, button, input, label') ? null : currentTarget.querySelector('[data-row-link]')

/**
 * Follows the link of a row that is clicked beside it, with the keys that are held, e.g. to open a new tab, as the middle
 * button does. Unlike a link that covers the row, this leaves the hints of the row and the selection of its text to the
 * mouse.
 */
const followLink = (event: MouseEvent<HTMLElement>): void => {
  if (window.getSelection()?.isCollapsed === false) return
  const { shiftKey, altKey, button } = event
  const isMiddle = button === 1
  const [ctrlKey, metaKey] = [event.ctrlKey || isMiddle, event.metaKey || isMiddle]
  const init = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey, altKey }
  findLink(event)?.dispatchEvent(new globalThis.MouseEvent('click', init))
}

/** The handlers of a row that may have a link. */
export const rowHandlers = {
  onClick: followLink,
  onAuxClick: (event: MouseEvent<HTMLElement>): void => {
    if (event.button === 1) followLink(event)
  },
  // Otherwise the middle button would start scrolling.
  onMouseDown: (event: MouseEvent<HTMLElement>): void => {
    if (event.button === 1 && findLink(event)) event.preventDefault()
  },
} as const
