import { Link } from '@tanstack/react-router'
import { CircleAlert, FileQuestion } from 'lucide-react'
import { useTexts } from '../i18n/language.ts'
import { keepScope } from '../scope/keepScope.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { frameTexts } from './frameTexts.ts'

/** Shown for a path that no view has. */
export const UnknownPage = () => {
  const texts = useTexts(frameTexts)
  return (
    <div className="m-auto flex flex-col items-center gap-2 py-16 text-center">
      <FileQuestion aria-hidden className="size-5 text-muted" />
      <p className="text-muted">{texts.unknownAdvice}</p>
      <Link to="/" search={keepScope} className={buttonClass()}>
        {texts.toOverview}
      </Link>
    </div>
  )
}

/** Shown instead of a view that threw an error, or that could not be loaded. */
export const ViewFailure = ({ error }: { readonly error: unknown }) => {
  const texts = useTexts(frameTexts)
  return (
    <div role="alert" className="m-auto flex max-w-md flex-col items-center gap-2 py-16 text-center">
      <CircleAlert aria-hidden className="size-5 text-bad" />
      <p className="font-semibold">{texts.failureTitle}</p>
      <p className="text-muted">{texts.failureAdvice}</p>
      <p className="max-w-full break-words rounded bg-hover px-2 py-1 text-muted text-xs">
        {error instanceof Error ? error.message : String(error)}
      </p>
      <Button onClick={() => location.reload()}>{texts.reload}</Button>
    </div>
  )
}
