import type { ReactNode } from 'react'

/** Names with their values, side by side where there is room. Those without a value are left out. */
export const Facts = ({ items }: { readonly items: readonly (readonly [string, ReactNode])[] }) => (
  <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(11rem,50%-0.5rem),1fr))] gap-x-4 gap-y-2 border-line border-t pt-3">
    {items
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => (
        <div key={name} className="flex min-w-0 flex-col">
          <dt className="text-muted text-xs">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
  </dl>
)
