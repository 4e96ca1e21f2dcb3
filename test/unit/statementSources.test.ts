import { expect, test } from 'vitest'
import { sourcesOf } from '../../src/db/statementSources.ts'

test.each([
  ['SELECT count(*) FROM "monitoring_messages"', ['rows']],
  ['SELECT "public"."monitoring_messages"."id" FROM "public"."monitoring_messages"', ['rows']],
  ['SELECT * FROM "botlens_turns"', ['rows']],
  ['SELECT * FROM "botlens_llm_calls_rollups" UNION ALL SELECT * FROM "monitoring_llm_calls"', ['rollups', 'rows']],
  ['SELECT * FROM "botlens_llm_calls_rollups" UNION ALL SELECT * FROM "botlens_llm_calls_deltas"', ['rollups']],
  ['SELECT 1 FROM monitoring_errors AS record', ['rows']],
  ['SELECT turn_id FROM botlens_turn_messages', ['rows']],
  ['SELECT * FROM "botlens_llm_calls_sketches"', ['sketches']],
  ['SELECT * FROM "botlens_llm_calls_rollups", "botlens_llm_calls_sketches"', ['rollups', 'sketches']],
  [
    'SELECT * FROM "botlens_llm_calls_rollups", "botlens_llm_calls_sketches", "monitoring_llm_calls"',
    ['rollups', 'rows', 'sketches'],
  ],
  ['BEGIN', []],
  ['SELECT 1', []],
])('%s reads %j', (text, sources) => {
  expect(sourcesOf(text)).toEqual(sources)
})
