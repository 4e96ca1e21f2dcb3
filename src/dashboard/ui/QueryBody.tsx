import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ApiError } from '../api/apiError.ts'
import { useTexts } from '../i18n/language.ts'
import { Button } from './Button.tsx'
import { Problem } from './Problem.tsx'
import { stateTexts } from './stateTexts.ts'

/**
 * Shows the data of an operation, or its state: while there is no data yet, a placeholder of the same size; if it
 * failed, why. Data of another selection is dimmed until the new data is there.
 */
export const QueryBody = <Data,>({
  query,
  placeholder,
  isQuiet = false,
  children,
}: {
  readonly query: UseQueryResult<Data, ApiError>
  /** What takes the place of the data while it is loaded, in the same size. */
  readonly placeholder: ReactNode
  /** Whether another part of the view shows why the operation failed. */
  readonly isQuiet?: boolean
  readonly children: (data: Data) => ReactNode
}) => {
  const texts = useTexts(stateTexts)
  const client = useQueryClient()
  // What failed together is tried again together, also where another part explains it.
  const retry = () => void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' })
  if (query.isPending)
    return (
      <div aria-busy="true" className="contents">
        <span className="sr-only">{texts.loading}</span>
        {placeholder}
      </div>
    )
  if (query.isLoadingError) return isQuiet ? null : <Problem error={query.error} onRetry={retry} />
  return (
    <div
      aria-busy={query.isPlaceholderData}
      className={`flex min-w-0 grow flex-col transition-opacity ${query.isPlaceholderData ? 'opacity-50' : ''}`}
    >
      {query.isError && !isQuiet ? (
        <p role="alert" className="mb-2 flex items-center gap-2 rounded-md bg-warn-soft px-3 py-1.5 text-warn">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          <span className="grow">{texts.staleTitle}</span>
          <Button onClick={retry}>{texts.retry}</Button>
        </p>
      ) : null}
      {children(query.data)}
    </div>
  )
}
