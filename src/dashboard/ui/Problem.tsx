import { CircleAlert, Lock, ServerCrash, TriangleAlert, WifiOff } from 'lucide-react'
import { ApiError } from '../api/apiError.ts'
import { askForToken } from '../api/token.ts'
import { useTexts } from '../i18n/language.ts'
import { Button } from './Button.tsx'
import { stateTexts } from './stateTexts.ts'

const icons = {
  UNAUTHENTICATED: Lock,
  FORBIDDEN: Lock,
  SERVICE_UNAVAILABLE: ServerCrash,
  INTERNAL_SERVER_ERROR: ServerCrash,
  UNREACHABLE: WifiOff,
  BAD_USER_INPUT: TriangleAlert,
  QUERY_TOO_COMPLEX: TriangleAlert,
  RATE_LIMITED: TriangleAlert,
} as const

const isKnown = (code: string): code is keyof typeof icons => code in icons

/** Codes whose message from the server adds nothing to the explanation of the page. */
const selfExplanatory = new Set(['UNREACHABLE', 'SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'])

/** Explains a failed request: what happened, and what to do about it. */
export const Problem = ({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) => {
  const texts = useTexts(stateTexts)
  const code = error instanceof ApiError && isKnown(error.code) ? error.code : undefined
  const explained = code === undefined ? undefined : texts.errors[code]
  const Icon = code === undefined ? CircleAlert : icons[code]
  const requestId = error instanceof ApiError ? error.requestId : undefined
  return (
    <div role="alert" className="m-auto flex max-w-md flex-col items-center gap-2 px-2 py-8 text-center">
      <Icon aria-hidden className="size-5 text-bad" />
      <p className="font-semibold">{explained?.title ?? error.message}</p>
      {explained ? <p className="text-muted">{explained.advice}</p> : null}
      {explained && code && !selfExplanatory.has(code) ? (
        <p className="max-w-full break-words rounded bg-hover px-2 py-1 text-muted text-xs">{error.message}</p>
      ) : null}
      {requestId ? <p className="select-all text-muted text-xs">{texts.requestId(requestId)}</p> : null}
      <div className="mt-1 flex gap-2">
        <Button onClick={onRetry}>{texts.retry}</Button>
        {code === 'FORBIDDEN' ? <Button onClick={askForToken}>{texts.otherToken}</Button> : null}
      </div>
    </div>
  )
}
