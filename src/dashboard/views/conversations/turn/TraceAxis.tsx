import { chooseTicks } from '../../../charts/scale.ts'
import { useFormats } from '../../../scope/useScope.ts'

/** The grid of a trace: what it is, the time axis, and the duration; on narrow screens the axis is a line of its own. */
export const traceGrid =
  'grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-x-3 @2xl:grid-cols-[minmax(0,13rem)_minmax(0,1fr)_4.5rem]'

/** Place of the time axis in the grid. */
export const axisCell = 'relative @max-2xl:col-span-2 @max-2xl:row-start-2'

/** Place of the duration in the grid. */
export const durationCell = '@max-2xl:col-start-2 @max-2xl:row-start-1'

/** The position of a time on the axis, as a percentage. */
export const toPercent = (time: number, length: number): number => (length > 0 ? (time / length) * 100 : 0)

/** The times that are marked on the axis. */
const chooseTraceTicks = (length: number): readonly number[] =>
  chooseTicks(length, 4, true).filter((tick) => tick <= length)

/** The lines of the marked times, behind the marks of a step. */
export const TraceLines = ({ length }: { readonly length: number }) =>
  chooseTraceTicks(length).map((tick) => (
    <span key={tick} className="absolute -inset-y-1 w-px bg-line" style={{ left: `${toPercent(tick, length)}%` }} />
  ))

/** The time axis of a trace, in time since its start. */
export const TraceAxis = ({ length }: { readonly length: number }) => {
  const formats = useFormats()
  const ticks = chooseTraceTicks(length)
  return (
    <div aria-hidden className={`${traceGrid} px-2 pb-1 text-muted text-xs`}>
      <span className="@max-2xl:hidden" />
      <span className={`h-4 ${axisCell}`}>
        {ticks.map((tick) => {
          const place = toPercent(tick, length)
          return (
            <span
              key={tick}
              className={`absolute whitespace-nowrap ${place > 90 ? '-translate-x-full' : place > 0 ? '-translate-x-1/2' : ''}`}
              style={{ left: `${place}%` }}
            >
              {formats.duration(tick)}
            </span>
          )
        })}
      </span>
    </div>
  )
}
