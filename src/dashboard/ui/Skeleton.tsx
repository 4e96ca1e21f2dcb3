/** Takes the place of data that is being loaded, in its size. */
export const Skeleton = ({ className = '' }: { readonly className?: string }) => (
  <div aria-hidden className={`motion-safe:animate-pulse rounded bg-hover ${className}`} />
)
