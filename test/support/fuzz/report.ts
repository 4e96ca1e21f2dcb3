import type { FuzzRequest } from './request.ts'

/** Maximum number of different failures before a run ends. */
const maxFailures = 20
/** Maximum number of characters of a body in a report. */
const maxBodyLength = 4000

/** The failures of a run, one of each kind per subject. */
export interface FuzzReport {
  add(request: FuzzRequest, problems: readonly string[]): void
  isFull(): boolean
  /** Formats all failures, with what is needed to repeat them; empty if there are none. */
  print(): string
}

/** Creates the report of a run with this seed and number of cases. */
export const makeReport = (seed: number, cases: number): FuzzReport => {
  const failures = new Map<string, { text: string; count: number }>()
  return {
    add: (request, problems) => {
      if (problems.length === 0) return
      const [first = ''] = problems
      // Values differ between cases. Without them, the same failure of the same subject has the same key.
      const key = `${request.subject} ${first.replaceAll(/\d+|"[^"]*"/g, '').slice(0, 60)}`
      const known = failures.get(key)
      if (known) known.count += 1
      else failures.set(key, { text: describe(request, problems), count: 1 })
    },
    isFull: () => failures.size >= maxFailures,
    print: () => {
      if (failures.size === 0) return ''
      const texts = [...failures.values()].map(({ text, count }) => `${text}\n  cases of this kind: ${count}`)
      return [`repeat with FUZZ_SEED=${seed} FUZZ_CASES=${cases}`, ...texts].join('\n\n')
    },
  }
}

const describe = ({ subject, method, path, headers, body }: FuzzRequest, problems: readonly string[]): string => {
  const shown = (text: string) =>
    text.length > maxBodyLength ? `${text.slice(0, maxBodyLength)}… (${text.length} characters)` : text
  return [
    `${subject}: ${problems.slice(0, 5).join('\n  ')}`,
    `  ${method} ${shown(method === 'GET' ? decodeURIComponent(path) : path)} ${JSON.stringify(headers)}`,
    ...(body === undefined ? [] : [`  ${shown(body)}`]),
  ].join('\n')
}
