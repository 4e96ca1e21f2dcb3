import type { MouseEvent } from 'react'

/** Marks the link or button that all of a row follows. */
export const rowLink = { 'data-row-link': '' } as const

/** The classes of a row that may have such a link. */
export const rowClass = 'has-[[data-row-link]]:cursor-pointer'

/**
 * Follows the link of a row that is clicked beside it, with the keys that are held, e.g. to open a new tab. Unlike a
 * link that covers the row, it leaves the hints of the row and the selection of its text to the mouse.
 */
export const followRowLink = (event: MouseEvent<HTMLElement>): void => {
  const target = event.target as Element
  if (target.closest('a, button, input, label') || window.getSelection()?.isCollapsed === false) return
  const { ctrlKey, metaKey, shiftKey, altKey } = event
  const init = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey, altKey }
  event.currentTarget.querySelector('[data-row-link]')?.dispatchEvent(new globalThis.MouseEvent('click', init))
}
