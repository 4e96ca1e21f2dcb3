import { memo } from 'react'
import type { Geometry } from './geometry.ts'
import type { TimeTick } from './timeTicks.ts'

/** The grid with the labels of both axes. */
export const Axes = memo(
  ({
    geometry: { ticks, left, top, width, height, yOf, xOf },
    timeTicks,
    format,
  }: {
    readonly geometry: Geometry
    readonly timeTicks: readonly TimeTick[]
    readonly format: (value: number) => string
  }) => (
    <g className="fill-muted text-[11px]">
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={left}
            x2={left + width}
            y1={Math.round(yOf(tick)) + 0.5}
            y2={Math.round(yOf(tick)) + 0.5}
            stroke={tick === 0 ? 'var(--line-strong)' : 'var(--line)'}
          />
          <text x={left - 8} y={yOf(tick)} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {timeTicks.map(({ index, text }) => (
        <text
          key={index}
          x={Math.max(left + 14, Math.min(left + width - 20, xOf(index)))}
          y={top + height + 16}
          textAnchor="middle"
        >
          {text}
        </text>
      ))}
    </g>
  ),
)
