import type { RequestListener } from 'node:http'
import { createYoga } from 'graphql-yoga'
import { defaultLimits } from '../src/config/limits.ts'
import { defaultRecording } from '../src/config/recording.ts'
import type { Database } from '../src/db/database.ts'
import { makeFeed } from '../src/db/live/feed.ts'
import type { Context } from '../src/graphql/context.ts'
import { schema } from '../src/server/schema.ts'
import { everyone } from '../src/shared/caller.ts'
import { makeIdSource } from '../src/shared/ids.ts'
import { defaultExactUpTo } from '../src/statistics/metrics/read/estimates.ts'

/** Yoga with the schema, as its documentation starts it: without anything of this server. */
export const yogaHandler = (db: Database): RequestListener => {
  const { prisma } = db
  const newId = makeIdSource(() => new Date())
  const live = makeFeed({
    db,
    now: () => new Date(),
    elapsed: () => performance.now(),
    maxQueuedBytes: defaultLimits.maxSubscriptionQueueBytes,
    makeLoads: () => ({ run: (load) => load() }),
    onFailure: () => undefined,
  })
  return createYoga<object, Context>({
    schema,
    logging: false,
    context: () => {
      const time = new Date()
      const recording = defaultRecording
      return { prisma, caller: everyone, now: () => time, newId, recording, exactUpTo: defaultExactUpTo, live }
    },
  })
}
