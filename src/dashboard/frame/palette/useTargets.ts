import { useNavigate } from '@tanstack/react-router'
import { Cpu, type LucideIcon, MessageSquare, MessagesSquare, User } from 'lucide-react'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { keepScope } from '../../scope/keepScope.ts'
import type { ScopeSearch } from '../../scope/search.ts'
import { useFormats } from '../../scope/useScope.ts'
import { useViews } from '../useViews.ts'
import type { Found } from './document.ts'
import { paletteTexts } from './paletteTexts.ts'

/** Something to jump to. */
export interface Target {
  readonly key: string
  readonly icon: LucideIcon
  readonly title: string
  /** What kind of record it is; undefined for a view. */
  readonly kind?: string
  /** What tells it from others, e.g. its time. */
  readonly note?: string
  readonly go: () => void
}

/** The characters of a message that are shown. */
const shownLength = 200
/** Milliseconds of the range that is selected for a user who has no turn in the selected one: 30 days. */
const rangeOfUser = 30 * 86_400_000

/** Returns the views whose name contains the text in any language; all of them for an empty text. */
export const useViewTargets = (text: string): readonly Target[] => {
  const language = useLanguage()
  const navigate = useNavigate()
  const needle = text.toLowerCase()
  const isMatch = (title: string) => title.toLowerCase().includes(needle)
  return useViews()
    .filter(({ texts }) => Object.values(texts).some(({ title }) => isMatch(title)))
    .map(({ path, icon, texts }) => ({
      key: path,
      icon,
      title: texts[language].title,
      go: () => void navigate({ to: path, search: keepScope }),
    }))
}

/** Returns the records that were found. */
export const useRecordTargets = (id: string, found: Found | undefined): readonly Target[] => {
  const { kinds } = useTexts(paletteTexts)
  const formats = useFormats()
  const navigate = useNavigate()
  if (!found) return []
  const describe = (name: string | null | undefined, time: string) =>
    [name, formats.dateTime(time)].filter(Boolean).join(' · ')
  const toSession = (sessionId: string, userName: string | null, time: string): Target => ({
    key: `session ${sessionId}`,
    icon: MessagesSquare,
    kind: kinds.session,
    title: sessionId,
    note: describe(userName, time),
    go: () => void navigate({ to: '/conversations/sessions/$id', params: { id: sessionId }, search: keepScope }),
  })
  const { session, message, llmCall } = found
  const [unstored] = found.unstoredSession.nodes
  const [turn] = found.user.nodes
  const isInScope = found.userInScope.nodes.length > 0
  return [
    ...(session
      ? [toSession(session.id, session.userName, session.lastActivity)]
      : unstored
        ? [toSession(id, unstored.userName, unstored.timestamp)]
        : []),
    ...(message
      ? [
          {
            key: 'message',
            icon: MessageSquare,
            kind: kinds.message,
            title: message.id,
            note: describe(message.messageText.slice(0, shownLength), message.timestamp),
            go: () => void navigate({ to: '/conversations/turns/$id', params: { id: message.id }, search: keepScope }),
          },
        ]
      : []),
    ...(turn
      ? [
          {
            key: 'user',
            icon: User,
            kind: kinds.user,
            title: id,
            note: describe(turn.userName, turn.timestamp),
            go: () =>
              void navigate({
                to: '/conversations',
                search: (search) => ({
                  ...(isInScope ? keepScope(search) : selectTurns(search, turn.timestamp)),
                  user: [id],
                }),
              }),
          },
        ]
      : []),
    ...(llmCall
      ? [
          {
            key: 'llmCall',
            icon: Cpu,
            kind: kinds.llmCall,
            title: llmCall.id,
            note: describe(llmCall.modelName, llmCall.timestamp),
            go: () =>
              void navigate({ to: '/model-calls', search: (search) => ({ ...keepScope(search), open: llmCall.id }) }),
          },
        ]
      : []),
    ...(found.sessions?.nodes ?? [])
      .filter((other) => other.id !== id)
      .map((other) => toSession(other.id, other.userName, other.lastActivity)),
  ]
}

/** A range that ends with the latest turn, of all bots and pipelines. */
const selectTurns = ({ zone }: ScopeSearch, latest: string): ScopeSearch => ({
  zone,
  from: new Date(Date.parse(latest) - rangeOfUser).toISOString(),
  to: latest,
})
