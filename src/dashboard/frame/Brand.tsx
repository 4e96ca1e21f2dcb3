/** The name of the product with its icon. `isRail` hides the name where there is no room. */
export const Brand = ({ isRail = false }: { readonly isRail?: boolean }) => (
  <span className="flex h-8 items-center gap-2 px-1.5 font-semibold">
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-5 shrink-0">
      <path fill="var(--accent)" d="M4 5h24v17H14l-6 6v-6H4z" />
      <circle cx="15" cy="12.5" r="4.5" fill="none" stroke="var(--surface)" strokeWidth="2.5" />
      <path stroke="var(--surface)" strokeWidth="2.5" strokeLinecap="round" d="m18.5 16 3.5 3.5" />
    </svg>
    <span className={isRail ? 'max-xl:sr-only' : ''}>Botlens</span>
  </span>
)
