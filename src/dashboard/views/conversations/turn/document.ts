import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'
import { withFragments } from '../../../api/withFragments.ts'
import { messageFragment, turnFragment } from '../shared/fragments.ts'

/** Everything about the turn of a message. Long arguments and results of tools are cut, with a note of their length. */
export const turnDocument = withFragments(
  graphql(`
    query DashboardTurn($id: ID!) {
      message(id: $id) {
        turn {
          ...TurnSummary
          durationMs
          pipelineName
          runnerName
          platform
          userId
          sessionId
          question { ...ShownMessage variables }
          replies { ...ShownMessage variables }
          llmStats { failedCalls }
          llmCalls {
            id timestamp modelName status durationMs inputTokens outputTokens totalTokens cost errorMessage
          }
          embeddingCalls {
            id timestamp modelName status durationMs callType inputCount totalTokens knowledgeBaseId queryText errorMessage
          }
          toolStats { totalCalls }
          toolCalls {
            id
            timestamp
            toolName
            toolSource
            status
            durationMs
            arguments(maxLength: 20000)
            result(maxLength: 20000)
            errorMessage
          }
          errors { id timestamp errorType errorMessage stackTrace }
          feedback { id timestamp type content inaccurateReasons userId }
        }
      }
    }
  `),
  turnFragment,
  messageFragment,
)

/** A turn with all of its records. */
export type Turn = NonNullable<NonNullable<ResultOf<typeof turnDocument>['message']>['turn']>

/** A message of a turn. */
export type TurnMessage = Turn['replies'][number]
