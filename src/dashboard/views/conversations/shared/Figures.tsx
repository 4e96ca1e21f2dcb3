/** A measure with its value. */
export interface Figure {
  readonly label: string
  readonly value: string
  /** The value in full, or what it means, as a hint. */
  readonly hint?: string
  readonly isBad?: boolean
}

/** The measures of a record, in one line where there is room. */
export const Figures = ({ label, figures }: { readonly label: string; readonly figures: readonly Figure[] }) => (
  <dl aria-label={label} className="grid grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))] gap-x-4 gap-y-2">
    {figures.map(({ label: name, value, hint, isBad = false }) => (
      <div key={name} className="flex min-w-0 flex-col" title={hint}>
        <dt className="truncate text-muted text-xs">{name}</dt>
        <dd className={`font-semibold text-[0.9375rem] ${isBad ? 'text-bad' : ''}`}>{value}</dd>
      </div>
    ))}
  </dl>
)
