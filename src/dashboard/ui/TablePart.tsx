import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** How far from the visible part of the page rows are rendered already. */
const nearby = '1200px 0px'

/**
 * A part of a table. The rows of a long table are rendered while they are near the visible part of the page; otherwise a
 * space of their height takes their place.
 */
export const TablePart = ({
  isWhole,
  isFirst,
  rowCount,
  columnCount,
  children,
}: {
  /** Whether the part is all of the table, whose rows are always rendered. */
  readonly isWhole: boolean
  /** The first part is rendered at once, and its rows show how high the others are. */
  readonly isFirst: boolean
  readonly rowCount: number
  readonly columnCount: number
  readonly children: () => ReactNode
}) => {
  const ref = useRef<HTMLTableSectionElement>(null)
  const [isNear, setNear] = useState(isFirst)
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    const row = ref.current?.closest('table')?.tBodies[0]?.rows[0]
    if (row) setHeight(row.offsetHeight * rowCount)
  }, [rowCount])
  useEffect(() => {
    const element = ref.current
    if (!element || isWhole) return
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1)
        if (!entry) return
        if (!entry.isIntersecting && entry.boundingClientRect.height > 0) setHeight(entry.boundingClientRect.height)
        setNear(entry.isIntersecting)
      },
      { rootMargin: nearby, scrollMargin: nearby },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [isWhole])
  return (
    <tbody ref={ref}>
      {isNear || isWhole ? (
        children()
      ) : (
        <tr aria-hidden>
          <td colSpan={columnCount} style={{ height }} />
        </tr>
      )}
    </tbody>
  )
}
