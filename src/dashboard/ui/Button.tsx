import type { ComponentProps, ReactNode } from 'react'

const looks = {
  plain: 'border border-line-strong bg-surface hover:bg-hover',
  /** A plain button whose selection differs from the default. */
  active: 'border border-accent bg-accent-soft hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-text',
  primary: 'bg-accent text-on-accent hover:opacity-90',
} as const

/** The classes of something that looks like a button. */
export const buttonClass = (look: keyof typeof looks = 'plain', isIcon = false): string =>
  `inline-flex h-7 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-50 ${isIcon ? 'w-7' : 'px-2.5'} ${looks[look]}`

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly look?: keyof typeof looks
  /** Whether pressing it has no effect. It keeps the focus, which an element that is `disabled` loses. */
  readonly isDisabled?: boolean
}

/** The attributes of a button that may be disabled. */
const disabledIf = (isDisabled: boolean, onClick: ButtonProps['onClick']) =>
  isDisabled ? { 'aria-disabled': true } : { onClick }

/** A button with text. */
export const Button = ({ look = 'plain', isDisabled = false, onClick, className = '', ...rest }: ButtonProps) => (
  <button
    type="button"
    className={`${buttonClass(look)} ${className}`}
    {...disabledIf(isDisabled, onClick)}
    {...rest}
  />
)

/** A button with an icon alone; its label is read to those who cannot see the icon, and shown as a hint. */
export const IconButton = ({
  label,
  children,
  className = '',
  look = 'ghost',
  isDisabled = false,
  onClick,
  ...rest
}: ButtonProps & { readonly label: string; readonly children: ReactNode }) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    className={`${buttonClass(look, true)} ${className}`}
    {...disabledIf(isDisabled, onClick)}
    {...rest}
  >
    {children}
  </button>
)
