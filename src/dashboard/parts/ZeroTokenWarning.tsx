import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { plural } from '../i18n/formats.ts'
import { useTexts } from '../i18n/language.ts'
import { defineTexts } from '../i18n/texts.ts'
import { keepScope } from '../scope/keepScope.ts'
import { useFormats } from '../scope/useScope.ts'

const texts = defineTexts(
  {
    warning: (count: number, shown: string) =>
      `${shown} ${plural('en', count, { one: 'successful call', other: 'successful calls' })} recorded no tokens. The provider may not report usage: tokens and cost are too low.`,
    show: 'Show these calls',
    without: 'without tokens',
  },
  {
    warning: (_count, shown) => `${shown} 次成功调用未记录 Token。模型供应商可能没有上报用量，Token 与费用因此偏低。`,
    show: '查看这些调用',
    without: '次无 Token',
  },
)

/** Warns that successful calls recorded no tokens, with a link to them. Nothing if there are none. */
export const ZeroTokenWarning = ({ calls }: { readonly calls: number }) => {
  const { warning, show } = useTexts(texts)
  const formats = useFormats()
  if (calls === 0) return null
  return (
    <div className="flex gap-3 rounded-lg bg-warn-soft px-4 py-2 text-warn">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex grow flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-0 grow basis-72">{warning(calls, formats.number(calls))}</p>
        <CallsLink className="font-medium underline underline-offset-2">{show}</CallsLink>
      </div>
    </div>
  )
}

/** The same warning in the corner of a card: the number of calls, in full as a hint. Nothing if there are none. */
export const ZeroTokenMark = ({ calls }: { readonly calls: number }) => {
  const { warning, show, without } = useTexts(texts)
  const formats = useFormats()
  if (calls === 0) return null
  const text = warning(calls, formats.number(calls))
  return (
    <CallsLink title={text} className="flex items-center gap-1 rounded bg-warn-soft px-1.5 text-warn text-xs">
      <TriangleAlert aria-hidden className="size-3 shrink-0" />
      <span aria-hidden className="whitespace-nowrap leading-5">
        {formats.compact(calls)}
        <span className="@max-[12rem]:hidden"> {without}</span>
      </span>
      <span className="sr-only">
        {text} {show}
      </span>
    </CallsLink>
  )
}

/** Leads to the successful calls without tokens. */
const CallsLink = ({
  className,
  title,
  children,
}: {
  readonly className: string
  readonly title?: string
  readonly children: ReactNode
}) => (
  <Link
    to="/model-calls"
    search={(search) => ({ ...keepScope(search), status: ['SUCCESS' as const], tokens: 'none' as const })}
    title={title}
    className={className}
  >
    {children}
  </Link>
)
