/** A bar whose length shows a share between 0 and 1. */
export const ShareBar = ({ share, color = 'var(--series-1)' }: { readonly share: number; readonly color?: string }) => (
  <span aria-hidden className="block h-1.5 w-full min-w-12 overflow-hidden rounded-full bg-hover">
    <span
      className="block h-full rounded-full"
      style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%`, background: color }}
    />
  </span>
)
