import { type RefObject, useEffect } from 'react'

const canFocus = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]'

/** The nearest element, of those that surrounded what had the focus, that can have it or contains what can. */
const findSuccessor = (surrounding: readonly Element[]): HTMLElement | undefined => {
  for (const element of surrounding) {
    if (!element.isConnected || element === document.body || element === document.documentElement) continue
    if (element instanceof HTMLElement && element.hasAttribute('tabindex')) return element
    const inner = [...element.querySelectorAll<HTMLElement>(canFocus)].find((one) => one.checkVisibility())
    if (inner) return inner
  }
  return undefined
}

const listSurrounding = (target: Element): readonly Element[] => {
  const elements: Element[] = []
  for (let element: Element | null = target; element; element = element.parentElement) elements.push(element)
  return elements
}

/**
 * Moves the focus when the element that has it disappears, e.g. a button that removes itself, or a link to another view:
 * to what surrounded it, or else to the content. Otherwise the tab key would start at the top of the page again.
 */
export const useKeptFocus = (content: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    let surrounding: readonly Element[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const isLost = () => document.activeElement === document.body && surrounding[0]?.isConnected === false
    const remember = ({ target }: FocusEvent) => {
      surrounding = target instanceof Element ? listSurrounding(target) : []
    }
    const restore = () => {
      if (!isLost()) return
      const successor = findSuccessor(surrounding) ?? content.current
      successor?.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(() => {
      if (!isLost()) return
      clearTimeout(timer)
      // Dialogs return the focus themselves when they close.
      timer = setTimeout(restore)
    })
    observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', remember)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      document.removeEventListener('focusin', remember)
    }
  }, [content])
}
