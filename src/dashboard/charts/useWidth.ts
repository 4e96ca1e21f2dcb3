import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** Measures the width of an element in CSS pixels, now and whenever it changes. */
export const useWidth = <Kind extends HTMLElement>(): readonly [RefObject<Kind | null>, number] => {
  const ref = useRef<Kind>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
