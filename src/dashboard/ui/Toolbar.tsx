import type { ReactNode } from 'react'

/** A line of filters and buttons above a list. */
export const Toolbar = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-2 sm:items-start md:flex-nowrap">{children}</div>
)
