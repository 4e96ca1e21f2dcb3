import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useId } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { kindLooks } from './kinds.ts'
import { StepDetails } from './StepDetails.tsx'
import type { Step, Trace } from './steps.ts'
import { axisCell, durationCell, TraceAxis, TraceLines, toPercent, traceGrid } from './TraceAxis.tsx'
import { turnTexts } from './texts.ts'

/** Moves the focus to the next or previous step on arrow keys. */
const moveFocus = (event: KeyboardEvent<HTMLElement>) => {
  const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (direction === undefined || !(event.target instanceof HTMLElement)) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button[data-step]')]
  const place = buttons.indexOf(event.target)
  if (place < 0) return
  event.preventDefault()
  buttons[place + direction]?.focus()
}

/** The steps of a turn on a time axis. The details of one of them are shown below it. */
export const TraceChart = ({ trace, open }: { readonly trace: Trace; readonly open: string | undefined }) => {
  const texts = useTexts(turnTexts)
  const navigate = useNavigate()
  const select = (key: string) =>
    void navigate({
      to: '.',
      search: (search) => ({ ...search, part: key === open ? undefined : key }),
      replace: true,
      resetScroll: false,
    })
  return (
    <div className="@container">
      <TraceAxis length={trace.length} />
      <ol aria-label={texts.trace} onKeyDown={moveFocus} className="flex flex-col">
        {trace.steps.map((step) => (
          <TraceStep
            key={step.key}
            step={step}
            length={trace.length}
            isOpen={step.key === open}
            onToggle={() => select(step.key)}
          />
        ))}
      </ol>
    </div>
  )
}

const TraceStep = ({
  step,
  length,
  isOpen,
  onToggle,
}: {
  readonly step: Step
  readonly length: number
  readonly isOpen: boolean
  readonly onToggle: () => void
}) => {
  const texts = useTexts(turnTexts)
  const formats = useFormats()
  const id = useId()
  const { icon: Icon, color } = kindLooks[step.content.kind]
  const kind = texts.kinds[step.content.kind]
  const duration = step.isCall ? formats.duration(step.end - step.start) : ''
  return (
    <li className="border-line border-t">
      <button
        type="button"
        data-step
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        title={kind}
        onClick={onToggle}
        className={`${traceGrid} w-full rounded px-2 py-1 text-left hover:bg-hover ${isOpen ? 'bg-hover' : ''}`}
      >
        <span className="flex min-w-0 items-center gap-2">
          <Icon aria-hidden className="size-3.5 shrink-0" style={{ color }} />
          <span className={`truncate ${step.isFailed ? 'text-bad' : ''}`}>
            {step.name === undefined ? null : <span className="sr-only">{kind} </span>}
            {step.name ?? kind}
            <span className="sr-only">{texts.after(formats.duration(step.start))}</span>
          </span>
        </span>
        <span className={`h-4 @max-2xl:h-2.5 ${axisCell}`}>
          <TraceLines length={length} />
          <Mark step={step} length={length} color={step.isFailed ? kindLooks.error.color : color} />
        </span>
        <span className={`text-right text-muted ${durationCell}`}>
          {duration}
          {step.isFailed ? <span className="sr-only">{texts.failed}</span> : null}
        </span>
      </button>
      {isOpen ? (
        <section id={id} aria-label={kind} className="mt-1 mb-2 ml-2 border-line-strong border-l-2 px-3 py-1">
          <StepDetails content={step.content} />
        </section>
      ) : null}
    </li>
  )
}

/** A bar for what takes time, and a point for what happens at a time. */
const Mark = ({ step, length, color }: { readonly step: Step; readonly length: number; readonly color: string }) => {
  const left = toPercent(step.start, length)
  return step.isCall ? (
    <span
      className="absolute inset-y-[15%] min-w-[3px] rounded-sm"
      style={{
        left: `min(${left}%, 100% - 3px)`,
        width: `${toPercent(step.end - step.start, length)}%`,
        background: color,
      }}
    />
  ) : (
    <span
      className="absolute top-1/2 size-2 -translate-y-1/2 rotate-45 rounded-[1px]"
      style={{ left: `calc(${left}% - ${(left / 100) * 8}px)`, background: color }}
    />
  )
}
