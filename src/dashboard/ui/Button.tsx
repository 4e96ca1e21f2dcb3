import type { ComponentProps, ReactNode } from 'react'

const looks = {
  plain: 'border border-line-strong bg-surface hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-text',
  primary: 'bg-accent text-on-accent hover:opacity-90',
} as const

/** The classes of something that looks like a button. */
export const buttonClass = (look: keyof typeof looks = 'plain', isIcon = false): string =>
  `inline-flex h-7 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-50 ${isIcon ? 'w-7' : 'px-2.5'} ${looks[look]}`

/** A button with text. */
export const Button = ({
  look = 'plain',
  className = '',
  ...rest
}: ComponentProps<'button'> & { readonly look?: keyof typeof looks }) => (
  <button type="button" className={`${buttonClass(look)} ${className}`} {...rest} />
)

/** A button with an icon alone; its label is read to those who cannot see the icon, and shown as a hint. */
export const IconButton = ({
  label,
  children,
  className = '',
  look = 'ghost',
  ...rest
}: ComponentProps<'button'> & {
  readonly label: string
  readonly children: ReactNode
  readonly look?: keyof typeof looks
}) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    className={`${buttonClass(look, true)} ${className}`}
    {...rest}
  >
    {children}
  </button>
)
