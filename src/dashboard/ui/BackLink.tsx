import { createLink } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ComponentProps } from 'react'
import { buttonClass } from './Button.tsx'

/** A link from a part of a list, or from one of its records, to the whole list. */
export const BackLink = createLink(({ children, ...rest }: ComponentProps<'a'>) => (
  <a {...rest} className={`${buttonClass('ghost')} -ml-2 self-start`}>
    <ArrowLeft aria-hidden className="size-3.5" />
    {children}
  </a>
))
