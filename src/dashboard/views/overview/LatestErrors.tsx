import { Link } from '@tanstack/react-router'
import { useTexts } from '../../i18n/language.ts'
import { keepScope } from '../../scope/keepScope.ts'
import { useFormats } from '../../scope/useScope.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { rowClass, rowHandlers, rowLink } from '../../ui/rowLink.ts'
import type { TopsData } from './document.ts'
import { overviewTexts } from './texts.ts'

/** The newest errors. */
export const LatestErrors = ({ data: { errors } }: { readonly data: TopsData }) => {
  const texts = useTexts(overviewTexts)
  const formats = useFormats()
  const now = new Date(errors.window.asOf)
  return (
    <Panel title={texts.latestErrors} className="grow">
      {errors.nodes.length === 0 ? <Empty title={texts.noErrors} advice={texts.noErrorsAdvice} /> : null}
      <ul className="flex flex-col">
        {errors.nodes.map(({ id, timestamp, errorType, errorMessage, botName }) => (
          <li
            key={id}
            className={`border-line border-t py-1.5 first:border-t-0 first:pt-0 ${rowClass}`}
            {...rowHandlers}
          >
            <p className="flex items-baseline gap-2">
              <Link
                to="/errors"
                search={(search) => ({ ...keepScope(search), list: 'errors' as const, open: id })}
                className="truncate font-medium text-bad hover:underline"
                {...rowLink}
              >
                {errorType}
              </Link>
              <span className="min-w-0 grow truncate text-muted text-xs">{botName}</span>
              <time dateTime={timestamp} title={formats.dateTime(timestamp)} className="shrink-0 text-muted text-xs">
                {formats.ago(timestamp, now)}
              </time>
            </p>
            <p className="truncate" title={errorMessage}>
              {errorMessage}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
