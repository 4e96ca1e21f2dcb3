import { KeyRound } from 'lucide-react'
import { Fragment, useId, useState } from 'react'
import { setToken } from '../api/token.ts'
import { useTexts } from '../i18n/language.ts'
import { buttonClass } from '../ui/Button.tsx'
import { frameTexts } from './frameTexts.ts'

/** The parts of the command that creates a token. Lines break between them. */
const command = ['npm run token -- create', '--name dashboard', '--scope read,export']

/** Asks for a token. `wasRejected` tells that the server did not accept the previous one. */
export const TokenForm = ({ wasRejected }: { readonly wasRejected: boolean }) => {
  const texts = useTexts(frameTexts).token
  const id = useId()
  const [text, setText] = useState('')
  return (
    <form
      className="mx-auto mt-16 flex w-full max-w-md flex-col gap-3 rounded-lg border border-line bg-surface p-6"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') setToken(text.trim())
      }}
    >
      <h2 className="flex items-center gap-2 font-semibold text-base">
        <KeyRound aria-hidden className="size-4 text-accent" />
        {texts.title}
      </h2>
      {wasRejected ? (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad">
          {texts.rejected}
        </p>
      ) : null}
      <label htmlFor={id} className="font-medium">
        {texts.label}
      </label>
      <input
        id={id}
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="h-9 rounded-md border border-line-strong bg-page px-3"
      />
      <button type="submit" disabled={text.trim() === ''} className={buttonClass('primary')}>
        {texts.submit}
      </button>
      <p className="text-muted">{texts.kept}</p>
      <p className="text-muted">{texts.advice}</p>
      <code className="select-all rounded bg-hover px-2 py-1 text-xs">
        {command.map((part, index) => (
          <Fragment key={part}>
            {index > 0 ? ' ' : null}
            <span className="whitespace-nowrap">{part}</span>
          </Fragment>
        ))}
      </code>
    </form>
  )
}
