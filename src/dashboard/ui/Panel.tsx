import type { ReactNode } from 'react'

/** A titled part of a view. */
export const Panel = ({
  title,
  note,
  actions,
  children,
  className = '',
}: {
  readonly title: string
  /** A short explanation beside the title; on narrow screens with actions below them. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}) => (
  <section className={`flex min-w-0 flex-col rounded-lg border border-line bg-surface ${className}`}>
    <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2">
      <h2 className="font-semibold">{title}</h2>
      {note ? (
        <p
          className={`min-w-0 grow basis-32 text-muted text-xs ${actions ? 'max-sm:order-last max-sm:basis-full' : ''}`}
        >
          {note}
        </p>
      ) : null}
      {actions ? <div className="ml-auto flex items-center gap-1.5">{actions}</div> : null}
    </header>
    <div className="flex min-w-0 grow flex-col px-4 pt-1 pb-4">{children}</div>
  </section>
)
