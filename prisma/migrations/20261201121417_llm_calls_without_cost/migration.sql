DROP TRIGGER IF EXISTS "botlens_rows_added" ON "monitoring_llm_calls";
DROP TRIGGER IF EXISTS "botlens_rows_changed" ON "monitoring_llm_calls";
DROP TRIGGER IF EXISTS "botlens_rows_removed" ON "monitoring_llm_calls";
DROP TRIGGER IF EXISTS "botlens_rows_truncated" ON "monitoring_llm_calls";
DROP FUNCTION "botlens_llm_calls_roll_up"();
DROP TABLE IF EXISTS "botlens_llm_calls_deltas", "botlens_llm_calls_rollups", "botlens_llm_calls_sketches";

CREATE TABLE "botlens_llm_calls_deltas" AS
    SELECT date_trunc('hour', "timestamp", 'UTC')::timestamptz(3) AS "hour", "bot_id", "pipeline_id", "model_name", "status", count(*) AS "row_count", sum((status = 'success' AND total_tokens = 0)::int) AS "zero_token_successes", sum("input_tokens") AS "input_tokens", sum("output_tokens") AS "output_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum(coalesce(cost::numeric, 0)) AS "cost", sum((cost IS NULL)::int) AS "without_cost", array_agg(botlens_bin("duration")) AS "bins", array_agg(1) AS "counts"
    FROM "monitoring_llm_calls" GROUP BY 1, 2, 3, 4, 5 WITH NO DATA;

CREATE TABLE "botlens_llm_calls_rollups" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(10) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost", "without_cost" FROM "botlens_llm_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_llm_calls_rollups_key" ON "botlens_llm_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "model_name", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_llm_calls_rollups_bot_id_idx" ON "botlens_llm_calls_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_llm_calls_rollups_pipeline_id_idx" ON "botlens_llm_calls_rollups"("pipeline_id", "grain", "period");

CREATE TABLE "botlens_llm_calls_sketches" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(11) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "model_name", "status", "bins", "counts" FROM "botlens_llm_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_llm_calls_sketches_key" ON "botlens_llm_calls_sketches"("grain", "period", "bot_id", "pipeline_id", "model_name", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_llm_calls_sketches_bot_id_idx" ON "botlens_llm_calls_sketches"("bot_id", "grain", "period");

CREATE INDEX "botlens_llm_calls_sketches_pipeline_id_idx" ON "botlens_llm_calls_sketches"("pipeline_id", "grain", "period");

CREATE OR REPLACE FUNCTION "botlens_llm_calls_roll_up"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost", "without_cost", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", count(*), sum((status = 'success' AND total_tokens = 0)::int), sum("input_tokens"), sum("output_tokens"), sum("total_tokens"), sum("duration"), sum(coalesce(cost::numeric, 0)), sum((cost IS NULL)::int), array_agg(botlens_bin("duration")), array_agg(1)
        FROM added GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost", "without_cost", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", -count(*), -sum((status = 'success' AND total_tokens = 0)::int), -sum("input_tokens"), -sum("output_tokens"), -sum("total_tokens"), -sum("duration"), -sum(coalesce(cost::numeric, 0)), -sum((cost IS NULL)::int), array_agg(botlens_bin("duration")), array_agg(-1)
        FROM removed GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost", "without_cost", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", sum(sign), sum(sign * (status = 'success' AND total_tokens = 0)::int), sum(sign * "input_tokens"), sum(sign * "output_tokens"), sum(sign * "total_tokens"), sum(sign * "duration"), sum(sign * coalesce(cost::numeric, 0)), sum(sign * (cost IS NULL)::int), array_agg(botlens_bin("duration")), array_agg(sign)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0 OR sum(sign * (status = 'success' AND total_tokens = 0)::int) <> 0 OR sum(sign * "input_tokens") <> 0 OR sum(sign * "output_tokens") <> 0 OR sum(sign * "total_tokens") <> 0 OR sum(sign * "duration") <> 0 OR sum(sign * coalesce(cost::numeric, 0)) <> 0 OR sum(sign * (cost IS NULL)::int) <> 0 OR array_agg(botlens_bin("duration") ORDER BY botlens_bin("duration")) FILTER (WHERE sign = -1) IS DISTINCT FROM array_agg(botlens_bin("duration") ORDER BY botlens_bin("duration")) FILTER (WHERE sign = 1);
    ELSE
        TRUNCATE "botlens_llm_calls_deltas", "botlens_llm_calls_rollups", "botlens_llm_calls_sketches";
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_llm_calls_roll_up', current_schema());
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_llm_calls" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_roll_up"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_llm_calls" REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_roll_up"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_llm_calls" REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_roll_up"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_llm_calls"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_roll_up"();

-- What is stored already: the triggers make writers wait until it is there.
WITH hourly AS MATERIALIZED (
  SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status",
    sum(1) AS "row_count", sum((status = 'success' AND total_tokens = 0)::int) AS "zero_token_successes", sum("input_tokens") AS "input_tokens", sum("output_tokens") AS "output_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum(coalesce(cost::numeric, 0)) AS "cost", sum((cost IS NULL)::int) AS "without_cost"
  FROM "monitoring_llm_calls" WHERE TRUE GROUP BY 1, 2, 3, 4, 5)
INSERT INTO "botlens_llm_calls_rollups" (grain, period, "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost", "without_cost")
  SELECT grain, date_trunc(unit, period, 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status", sum("row_count") AS "row_count", sum("zero_token_successes") AS "zero_token_successes", sum("input_tokens") AS "input_tokens", sum("output_tokens") AS "output_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum("cost") AS "cost", sum("without_cost") AS "without_cost"
  FROM hourly CROSS JOIN (VALUES ('hour', 'hour'), ('day', 'day'), ('month', 'month')) AS grains (grain, unit)
  GROUP BY 1, 2, 3, 4, 5, 6
  UNION ALL
  SELECT 'hour_total', period, NULL, NULL, NULL, NULL, sum("row_count") AS "row_count", sum("zero_token_successes") AS "zero_token_successes", sum("input_tokens") AS "input_tokens", sum("output_tokens") AS "output_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum("cost") AS "cost", sum("without_cost") AS "without_cost"
  FROM hourly GROUP BY period;

INSERT INTO "botlens_llm_calls_sketches" (grain, period, "bot_id", "pipeline_id", "model_name", "status", bins, counts)
  SELECT grain, period, "bot_id", "pipeline_id", "model_name", "status", array_agg(bin) AS bins, array_agg(n) AS counts
  FROM (
  SELECT grain, CASE unit WHEN 'block' THEN date_bin(interval '4 hours', period, timestamptz '2000-01-01 00:00:00Z') ELSE date_trunc(unit, period, 'UTC') END AS period, CASE WHEN NOT in_total THEN "bot_id" END AS "bot_id", CASE WHEN NOT in_total THEN "pipeline_id" END AS "pipeline_id", CASE WHEN NOT in_total THEN "model_name" END AS "model_name", CASE WHEN NOT in_total THEN "status" END AS "status", bin, sum(n)::integer AS n
  FROM (
  SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status",
    botlens_bin("duration") AS bin, count(*) AS n
  FROM "monitoring_llm_calls" WHERE TRUE GROUP BY 1, 2, 3, 4, 5, 6) AS hourly CROSS JOIN (VALUES ('hour', 'hour', FALSE), ('hour_total', 'hour', TRUE), ('day', 'day', FALSE), ('day_total', 'day', TRUE), ('month', 'month', FALSE), ('month_total', 'month', TRUE), ('block_total', 'block', TRUE)) AS grains (grain, unit, in_total)
  GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0) AS binned GROUP BY 1, 2, 3, 4, 5, 6;
