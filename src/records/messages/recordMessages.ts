import { idleSince } from '../../config/recording.ts'
import type { Message } from '../../db/generated/client.ts'
import type { Context } from '../../graphql/context.ts'
import { distinctBy } from '../recording/distinct.ts'
import type { Draft } from '../recording/readInputs.ts'
import { findSessionContexts, followMessagesSql, type SessionContext } from '../recording/sessionFollowing.ts'
import { insertMessages } from './recording.ts'

type MessageDraft = Draft<Message>

const contextFields = ['botId', 'botName', 'pipelineId', 'pipelineName'] as const

const isComplete = (draft: MessageDraft): boolean => contextFields.every((field) => draft[field] != null)

/**
 * Fills in missing bots and pipelines of messages from their session: from the stored session, otherwise from the first
 * complete message of the same session in the mutation. Runs at most one statement, and none if nothing is missing.
 */
export const inheritFromSessions = async (
  { prisma }: Pick<Context, 'prisma'>,
  drafts: readonly MessageDraft[],
): Promise<MessageDraft[]> => {
  const lacking = drafts.filter((draft) => draft.sessionId != null && !isComplete(draft))
  if (lacking.length === 0) return [...drafts]
  const ids = new Set(lacking.map(({ sessionId }) => sessionId ?? ''))
  const contexts = new Map<string, MessageDraft | SessionContext>()
  for (const session of await findSessionContexts(prisma, [...ids])) contexts.set(session.id, session)
  for (const draft of drafts)
    if (draft.sessionId != null && isComplete(draft) && !contexts.has(draft.sessionId))
      contexts.set(draft.sessionId, draft)
  return drafts.map((draft) => {
    const context = draft.sessionId == null ? undefined : contexts.get(draft.sessionId)
    return context ? fillContext(draft, context) : draft
  })
}

/** Inherits missing context. A name belongs to its id, so it is inherited only if the id is the same. */
const fillContext = (draft: MessageDraft, context: MessageDraft | SessionContext): MessageDraft => {
  const botId = draft.botId ?? context.botId
  const pipelineId = draft.pipelineId ?? context.pipelineId
  return {
    ...draft,
    botId,
    botName: draft.botName ?? (botId === context.botId ? context.botName : undefined),
    pipelineId,
    pipelineName: draft.pipelineName ?? (pipelineId === context.pipelineId ? context.pipelineName : undefined),
  }
}

/**
 * Stores messages and updates their sessions, in one statement.
 * @returns the number of new messages.
 */
export const recordMessages = (
  { prisma, now, recording }: Pick<Context, 'prisma' | 'now' | 'recording'>,
  messages: readonly Message[],
): Promise<number> =>
  insertMessages(
    prisma,
    distinctBy(messages, ({ id }) => id),
    (stored) => followMessagesSql(stored, idleSince(recording, now())),
  )
