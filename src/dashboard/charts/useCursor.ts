import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { type Geometry, indexAt } from './geometry.ts'

/** What the pointer or the keyboard points at in a chart. */
export interface Cursor {
  /** The index of the bucket; null for none. */
  readonly index: number | null
  /** The index where a selection started, by pointer or keyboard; null if nothing is being selected. */
  readonly anchor: number | null
}

const nothing: Cursor = { index: null, anchor: null }

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/**
 * Follows the pointer and the keyboard over a chart. `onSelect` is called with the first and last bucket of a selection:
 * by dragging, or by Shift with the arrow keys and Enter.
 */
export const useCursor = (
  geometry: Geometry,
  count: number,
  onSelect: ((first: number, last: number) => void) | undefined,
) => {
  const [cursor, setCursor] = useState(nothing)
  const indexOf = (event: PointerEvent<HTMLElement>) =>
    indexAt(geometry, event.clientX - event.currentTarget.getBoundingClientRect().left, count)
  return {
    // The number of buckets may have changed since the pointer moved.
    cursor: cursor.index !== null && cursor.index >= count ? nothing : cursor,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (!onSelect || event.button !== 0 || event.pointerType === 'touch') return
        event.currentTarget.setPointerCapture(event.pointerId)
        setCursor({ index: indexOf(event), anchor: indexOf(event) })
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const index = indexOf(event)
        setCursor((before) => (before.index === index ? before : { ...before, index }))
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const { anchor } = cursor
        const index = indexOf(event)
        setCursor({ index, anchor: null })
        if (anchor !== null && anchor !== index) onSelect?.(Math.min(anchor, index), Math.max(anchor, index))
      },
      onPointerLeave: () => setCursor(nothing),
      onBlur: () => setCursor(nothing),
      onFocus: (event: { currentTarget: HTMLElement }) => {
        if (event.currentTarget.matches(':focus-visible')) setCursor({ index: count - 1, anchor: null })
      },
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        const { index, anchor } = cursor
        if (event.key === 'Enter' && onSelect && index !== null) {
          setCursor({ index, anchor: null })
          onSelect(Math.min(anchor ?? index, index), Math.max(anchor ?? index, index))
          return
        }
        const step = steps[event.key]
        if (step === undefined) return
        event.preventDefault()
        const from = index ?? count - 1
        setCursor({
          index: Math.max(0, Math.min(count - 1, from + step)),
          anchor: event.shiftKey && onSelect ? (anchor ?? from) : null,
        })
      },
    },
  }
}
