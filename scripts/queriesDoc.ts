import { formatOperation, topics } from '../src/server/graphiql/questions.ts'
import { writeGenerated } from './writeGenerated.ts'

const introduction = `# Example queries

Questions that operators and analysts of chatbots ask, each answered by one operation. GraphiQL opens with all of them
as tabs; on the sample data of \`npm run demo\` each has a result. None contains an absolute time: \`last\` and
\`calendar\` are relative to the time of the operation. In a front end, pass \`scope\` as a variable: one variable then
selects the bots, the pipelines and the time window of a whole page.

This page is generated from \`src/server/graphiql/questions/\`, and a test runs every operation.
`

const sections = topics.map(({ title, questions }) =>
  [
    `## ${title}`,
    ...questions.map(
      (question) => `### ${question.title}\n\n${question.note}\n\n\`\`\`graphql\n${formatOperation(question)}\n\`\`\``,
    ),
  ].join('\n\n'),
)

writeGenerated('docs/queries.md', `${introduction}\n${sections.join('\n\n')}\n`)
