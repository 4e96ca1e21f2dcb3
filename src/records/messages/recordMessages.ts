import { idleSince } from '../../config/recording.ts'
import type { Message } from '../../db/generated/client.ts'
import type { Context } from '../../graphql/context.ts'
import { storeInGroups } from '../recording/groupedStore.ts'
import type { Draft } from '../recording/readInputs.ts'
import { findSessionContexts, followMessagesSql, type SessionContext } from '../recording/sessionFollowing.ts'
import { insertMessages, insertMessagesIds } from './recording.ts'

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

/** Number of characters of a message that count as much as another message in a group of mutations. */
const charactersPerRow = 5000

const store = storeInGroups<Message>({
  insert: ({ prisma, ...context }, messages) => insertMessages(prisma, messages, followAt(context)),
  insertIds: ({ prisma, ...context }, messages) => insertMessagesIds(prisma, messages, followAt(context)),
  sizeOf: ({ messageContent, variables }) =>
    1 + Math.floor((messageContent.length + (variables?.length ?? 0)) / charactersPerRow),
})

const followAt =
  ({ recording, now }: Pick<Context, 'now' | 'recording'>) =>
  (stored: string) =>
    followMessagesSql(stored, idleSince(recording, now()))

/**
 * Stores messages and updates their sessions, in one statement, which small mutations of concurrent requests share.
 * @returns the number of new messages.
 */
export const recordMessages = (
  { prisma, now, recording }: Pick<Context, 'prisma' | 'now' | 'recording'>,
  messages: readonly Message[],
): Promise<number> => store({ prisma, now, recording }, messages)
