import type { Formats } from '../i18n/formats.ts'
import { useTexts } from '../i18n/language.ts'
import { DataTable } from '../ui/DataTable.tsx'
import { chartTexts } from './chartTexts.ts'

const days = [1, 2, 3, 4, 5, 6, 7] as const
const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** The name of a day of the week, from 1 (Monday) to 7 (Sunday). */
export const writeDayOfWeek = (day: number, { language }: Pick<Formats, 'language'>): string =>
  // 1 January 2024 was a Monday.
  new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))

/** The shares of the colour in the cells with the lowest and the highest value, in percent. */
const [weakest, strongest] = [10, 90]

/** The shade of a share of the highest value. */
const shadeOf = (share: number): string =>
  `color-mix(in oklab, var(--series-1) ${Math.round(weakest + share * (strongest - weakest))}%, var(--surface))`

/** The steps of the legend. */
const steps = [0, 0.25, 0.5, 0.75, 1]

/** A measure by hour of the day and day of the week: the stronger the colour, the more. A table, which screen readers read as such. */
export const HeatMap = ({
  label,
  read,
  formats,
  format,
}: {
  /** What the map shows, for screen readers. */
  readonly label: string
  /** The value of an hour of a day; null if there is none. */
  readonly read: (day: number, hour: number) => number | null
  readonly formats: Formats
  readonly format: (value: number | null) => string
}) => {
  const texts = useTexts(chartTexts)
  const top = Math.max(0, ...days.flatMap((day) => hours.map((hour) => read(day, hour) ?? 0)))
  // What has no value is less than the lowest value in both themes.
  const shade = (value: number | null) => (value === null || top === 0 ? 'var(--page)' : shadeOf(value / top))
  return (
    <>
      <DataTable
        caption={label}
        isFixed
        rows={days}
        rowKey={String}
        columns={[
          {
            key: 'day',
            header: texts.day,
            headerClass: 'w-14',
            className: 'whitespace-nowrap text-muted',
            cell: (day) => writeDayOfWeek(day, formats),
          },
          ...hours.map((hour) => ({
            key: String(hour),
            header: String(hour).padStart(2, '0'),
            headerClass: 'w-8 px-0.5! text-center! text-xs',
            className: 'p-0.5!',
            cell: (day: (typeof days)[number]) => {
              const text = `${writeDayOfWeek(day, formats)} ${String(hour).padStart(2, '0')}:00 · ${format(read(day, hour))}`
              return (
                <span title={text} className="block h-6 rounded-sm" style={{ background: shade(read(day, hour)) }}>
                  <span className="sr-only">{format(read(day, hour))}</span>
                </span>
              )
            },
          })),
        ]}
      />
      {top === 0 ? null : (
        <p aria-hidden className="mt-3 flex items-center justify-end gap-1 text-muted text-xs">
          <span className="mr-1">{format(0)}</span>
          {steps.map((step) => (
            <span key={step} className="h-3 w-6 rounded-sm" style={{ background: shadeOf(step) }} />
          ))}
          <span className="ml-1">{format(top)}</span>
        </p>
      )}
    </>
  )
}
