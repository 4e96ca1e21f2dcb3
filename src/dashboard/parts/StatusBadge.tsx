const tones = {
  bad: 'bg-bad-soft text-bad px-1.5',
  warn: 'bg-warn-soft text-warn px-1.5',
  neutral: 'bg-hover text-muted px-1.5',
  // What is as it should be does not call for attention.
  calm: 'text-muted',
} as const

const toneOf: Readonly<Record<string, keyof typeof tones>> = {
  SUCCESS: 'calm',
  ERROR: 'bad',
  TIMEOUT: 'warn',
}

/** The outcome of a message or call, by its value in the API and its name in the language. */
export const StatusBadge = ({ status, text }: { readonly status: string; readonly text: string }) => (
  <span className={`inline-block whitespace-nowrap rounded font-medium text-xs ${tones[toneOf[status] ?? 'neutral']}`}>
    {text}
  </span>
)
