import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Context } from './context.ts'
import type { Database } from './db/database.ts'
import { useExport } from './export/route.ts'
import { makeGraphiqlOptions, renderGraphiqlPage } from './graphiql/page.ts'
import { schema } from './graphql/schema.ts'
import { useErrorPresentation } from './http/errorPresentation.ts'
import { requestIdOf } from './http/requestId.ts'
import { useRequestLog } from './http/requestLog.ts'
import { makeIdSource } from './shared/ids.ts'
import { defaultRecording, type RecordingSettings } from './shared/recordingSettings.ts'

/** What the app is made of. */
export interface AppOptions {
  readonly db: Database
  readonly logger: Logger
  /** The clock; by default the machine's. */
  readonly now?: () => Date
  /** Makes the ids of records that come without one; by default UUIDv7 by the clock. */
  readonly newId?: () => string
  readonly recording?: RecordingSettings
}

/** The path of GraphQL and, for a browser, of GraphiQL. */
export const graphqlPath = '/graphql'

/** Makes the app: a function of its dependencies that answers requests and listens to nothing. */
export const createApp = ({
  db,
  logger,
  now = () => new Date(),
  newId = makeIdSource(now),
  recording = defaultRecording,
}: AppOptions) =>
  createYoga<object, Context>({
    schema,
    graphqlEndpoint: graphqlPath,
    context: ({ request }): Context => ({ db, requestId: requestIdOf(request), now, newId, recording }),
    cors: false,
    landingPage: false,
    graphiql: () => makeGraphiqlOptions(now()),
    renderGraphiQL: renderGraphiqlPage,
    maskedErrors: false,
    logging: false,
    plugins: [useRequestLog(logger), useErrorPresentation(logger), useExport({ db, logger, now })],
  })
