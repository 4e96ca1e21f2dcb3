import { builder } from '../../graphql/builder.ts'
import { defineStoredEnum } from '../../graphql/storedEnum.ts'
import { cancelType } from './cancel.ts'

/** Whether a user liked an answer. */
export const FeedbackType = defineStoredEnum('FeedbackType', 'Whether a user liked an answer.', {
  LIKE: { value: 1, description: 'The user liked the answer.' },
  DISLIKE: { value: 2, description: 'The user disliked the answer.' },
})

/** What a user did about an answer: what is recorded, where {@link FeedbackType} is what is stored. */
export const RecordFeedbackType = builder.enumType('RecordFeedbackType', {
  description: 'What a user thinks of an answer now.',
  values: {
    LIKE: { value: 1, description: 'The user likes the answer.' },
    DISLIKE: { value: 2, description: 'The user dislikes the answer.' },
    CANCEL: { value: cancelType, description: 'The user took the feedback back: it is removed.' },
  },
})
