import sql, { raw } from 'sql-template-tag'
import type { Database } from '../src/db/database.ts'

/** Fills the table of LLM calls with so many rows, made by the database itself: half a minute apart, back from 2026. */
export const fillLlmCalls = async (db: Database, rows: number): Promise<void> => {
  await db.execute(sql`
    INSERT INTO monitoring_llm_calls
    SELECT gen_random_uuid()::text, timestamptz '2026-06-01 12:00Z' - n * interval '29.123 seconds',
      (ARRAY['gpt-4o', 'claude-sonnet-4', 'gemini-2.5-flash', 'qwen-max'])[1 + n % 4],
      n % 4000, n % 900, n % 4000 + n % 900, 200 + n % 20000,
      CASE WHEN n % 10 > 0 THEN (n % 4900) * 0.0000025 END,
      CASE WHEN n % 50 = 0 THEN 'error' ELSE 'success' END,
      'b0a1c2d3-0000-4000-8000-00000000000' || n % 8, 'Bot number ' || n % 8,
      'p0100000-0000-4000-8000-00000000000' || n % 8, 'Pipeline ' || n % 8,
      'person_' || n % 50000, gen_random_uuid()::text,
      CASE WHEN n % 50 = 0 THEN 'Error code: 429 - {"error": {"message": "Rate limit reached, try again in 20 s"}}' END
    FROM generate_series(1, ${rows}::int) AS n`)
  await db.execute(raw('VACUUM ANALYZE monitoring_llm_calls'))
}
