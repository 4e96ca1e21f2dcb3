-- Figures are kept by the database itself, whoever writes. A statement that adds, changes or removes records appends
-- signed deltas, by hour and dimensions, in its own transaction: an append waits for no other writer. The server folds
-- deltas into rollups by hour, day and month, all in UTC. A figure is the sum of rollups and deltas.

-- A cost that is no number cannot be summed up, and no writer of the server lets one in.
UPDATE "monitoring_llm_calls" SET "cost" = NULL WHERE "cost" IN ('Infinity', '-Infinity', 'NaN');
ALTER TABLE "monitoring_llm_calls" ADD CONSTRAINT "monitoring_llm_calls_cost_is_finite"
    CHECK ("cost" > '-Infinity' AND "cost" < 'Infinity');

CREATE TABLE "botlens_messages_deltas" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "platform" VARCHAR(255),
    "status" VARCHAR(50),
    "row_count" BIGINT NOT NULL
);

CREATE TABLE "botlens_messages_rollups" (
    "grain" VARCHAR(10) NOT NULL,
    "period" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "platform" VARCHAR(255),
    "status" VARCHAR(50),
    "row_count" BIGINT NOT NULL
) WITH (fillfactor = 80);

CREATE UNIQUE INDEX "botlens_messages_rollups_key" ON "botlens_messages_rollups"("grain", "period", "bot_id", "pipeline_id", "platform", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_messages_rollups_bot_id_idx" ON "botlens_messages_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_messages_rollups_pipeline_id_idx" ON "botlens_messages_rollups"("pipeline_id", "grain", "period");

CREATE FUNCTION "botlens_roll_up_messages"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_messages_deltas"("hour", "bot_id", "pipeline_id", "platform", "status", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "platform", "status", count(*)
        FROM added GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_messages_deltas"("hour", "bot_id", "pipeline_id", "platform", "status", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "platform", "status", -count(*)
        FROM removed GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_messages_deltas"("hour", "bot_id", "pipeline_id", "platform", "status", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "platform", "status", sum(sign)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0;
    ELSE
        TRUNCATE "botlens_messages_deltas", "botlens_messages_rollups";
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_messages"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_messages"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_messages"
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_messages"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_messages"
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_messages"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_messages"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_messages"();

-- What is stored already: in one pass by hour, and from there by day and month, and by hour without dimensions.
WITH hourly AS (
    SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "platform", "status", count(*) AS "row_count"
    FROM "monitoring_messages" GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO "botlens_messages_rollups"("grain", "period", "bot_id", "pipeline_id", "platform", "status", "row_count")
SELECT 'hour', "period", "bot_id", "pipeline_id", "platform", "status", "row_count" FROM hourly
UNION ALL
SELECT grain, date_trunc(grain, "period", 'UTC'), "bot_id", "pipeline_id", "platform", "status", sum("row_count")
FROM hourly CROSS JOIN (VALUES ('day'), ('month')) AS coarser (grain) GROUP BY 1, 2, 3, 4, 5, 6
UNION ALL
SELECT 'hour_total', "period", NULL, NULL, NULL, NULL, sum("row_count")
FROM hourly GROUP BY 2;

CREATE TABLE "botlens_llm_calls_deltas" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "model_name" VARCHAR(255),
    "status" VARCHAR(50),
    "row_count" BIGINT NOT NULL,
    "zero_token_successes" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "total_tokens" BIGINT NOT NULL,
    "duration" BIGINT NOT NULL,
    "cost" NUMERIC NOT NULL
);

CREATE TABLE "botlens_llm_calls_rollups" (
    "grain" VARCHAR(10) NOT NULL,
    "period" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "model_name" VARCHAR(255),
    "status" VARCHAR(50),
    "row_count" BIGINT NOT NULL,
    "zero_token_successes" BIGINT NOT NULL,
    "input_tokens" BIGINT NOT NULL,
    "output_tokens" BIGINT NOT NULL,
    "total_tokens" BIGINT NOT NULL,
    "duration" BIGINT NOT NULL,
    "cost" NUMERIC NOT NULL
) WITH (fillfactor = 80);

CREATE UNIQUE INDEX "botlens_llm_calls_rollups_key" ON "botlens_llm_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "model_name", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_llm_calls_rollups_bot_id_idx" ON "botlens_llm_calls_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_llm_calls_rollups_pipeline_id_idx" ON "botlens_llm_calls_rollups"("pipeline_id", "grain", "period");

CREATE FUNCTION "botlens_roll_up_llm_calls"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", count(*), sum((status = 'success' AND total_tokens = 0)::int), sum(input_tokens), sum(output_tokens), sum(total_tokens), sum(duration), sum(coalesce(cost::numeric, 0))
        FROM added GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", -count(*), -sum((status = 'success' AND total_tokens = 0)::int), -sum(input_tokens), -sum(output_tokens), -sum(total_tokens), -sum(duration), -sum(coalesce(cost::numeric, 0))
        FROM removed GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", sum(sign), sum(sign * (status = 'success' AND total_tokens = 0)::int), sum(sign * input_tokens), sum(sign * output_tokens), sum(sign * total_tokens), sum(sign * duration), sum(sign * coalesce(cost::numeric, 0))
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0
            OR sum(sign * (status = 'success' AND total_tokens = 0)::int) <> 0
            OR sum(sign * input_tokens) <> 0
            OR sum(sign * output_tokens) <> 0
            OR sum(sign * total_tokens) <> 0
            OR sum(sign * duration) <> 0
            OR sum(sign * coalesce(cost::numeric, 0)) <> 0;
    ELSE
        TRUNCATE "botlens_llm_calls_deltas", "botlens_llm_calls_rollups";
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_llm_calls"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_llm_calls"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_llm_calls"
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_llm_calls"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_llm_calls"
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_llm_calls"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_llm_calls"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_llm_calls"();

-- What is stored already: in one pass by hour, and from there by day and month, and by hour without dimensions.
WITH hourly AS (
    SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status", count(*) AS "row_count", sum((status = 'success' AND total_tokens = 0)::int) AS "zero_token_successes", sum(input_tokens) AS "input_tokens", sum(output_tokens) AS "output_tokens", sum(total_tokens) AS "total_tokens", sum(duration) AS "duration", sum(coalesce(cost::numeric, 0)) AS "cost"
    FROM "monitoring_llm_calls" GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO "botlens_llm_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost")
SELECT 'hour', "period", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost" FROM hourly
UNION ALL
SELECT grain, date_trunc(grain, "period", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", sum("row_count"), sum("zero_token_successes"), sum("input_tokens"), sum("output_tokens"), sum("total_tokens"), sum("duration"), sum("cost")
FROM hourly CROSS JOIN (VALUES ('day'), ('month')) AS coarser (grain) GROUP BY 1, 2, 3, 4, 5, 6
UNION ALL
SELECT 'hour_total', "period", NULL, NULL, NULL, NULL, sum("row_count"), sum("zero_token_successes"), sum("input_tokens"), sum("output_tokens"), sum("total_tokens"), sum("duration"), sum("cost")
FROM hourly GROUP BY 2;

CREATE TABLE "botlens_embedding_calls_deltas" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "model_name" VARCHAR(255),
    "status" VARCHAR(50),
    "row_count" BIGINT NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "total_tokens" BIGINT NOT NULL,
    "duration" BIGINT NOT NULL,
    "input_count" BIGINT NOT NULL
);

CREATE TABLE "botlens_embedding_calls_rollups" (
    "grain" VARCHAR(10) NOT NULL,
    "period" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "model_name" VARCHAR(255),
    "status" VARCHAR(50),
    "row_count" BIGINT NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "total_tokens" BIGINT NOT NULL,
    "duration" BIGINT NOT NULL,
    "input_count" BIGINT NOT NULL
) WITH (fillfactor = 80);

CREATE UNIQUE INDEX "botlens_embedding_calls_rollups_key" ON "botlens_embedding_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "model_name", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_embedding_calls_rollups_bot_id_idx" ON "botlens_embedding_calls_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_embedding_calls_rollups_pipeline_id_idx" ON "botlens_embedding_calls_rollups"("pipeline_id", "grain", "period");

CREATE FUNCTION "botlens_roll_up_embedding_calls"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_embedding_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", count(*), sum(prompt_tokens), sum(total_tokens), sum(duration), sum(input_count)
        FROM added GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_embedding_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", -count(*), -sum(prompt_tokens), -sum(total_tokens), -sum(duration), -sum(input_count)
        FROM removed GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_embedding_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", sum(sign), sum(sign * prompt_tokens), sum(sign * total_tokens), sum(sign * duration), sum(sign * input_count)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0
            OR sum(sign * prompt_tokens) <> 0
            OR sum(sign * total_tokens) <> 0
            OR sum(sign * duration) <> 0
            OR sum(sign * input_count) <> 0;
    ELSE
        TRUNCATE "botlens_embedding_calls_deltas", "botlens_embedding_calls_rollups";
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_embedding_calls"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_embedding_calls"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_embedding_calls"
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_embedding_calls"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_embedding_calls"
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_embedding_calls"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_embedding_calls"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_embedding_calls"();

-- What is stored already: in one pass by hour, and from there by day and month, and by hour without dimensions.
WITH hourly AS (
    SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status", count(*) AS "row_count", sum(prompt_tokens) AS "prompt_tokens", sum(total_tokens) AS "total_tokens", sum(duration) AS "duration", sum(input_count) AS "input_count"
    FROM "monitoring_embedding_calls" GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO "botlens_embedding_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count")
SELECT 'hour', "period", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count" FROM hourly
UNION ALL
SELECT grain, date_trunc(grain, "period", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", sum("row_count"), sum("prompt_tokens"), sum("total_tokens"), sum("duration"), sum("input_count")
FROM hourly CROSS JOIN (VALUES ('day'), ('month')) AS coarser (grain) GROUP BY 1, 2, 3, 4, 5, 6
UNION ALL
SELECT 'hour_total', "period", NULL, NULL, NULL, NULL, sum("row_count"), sum("prompt_tokens"), sum("total_tokens"), sum("duration"), sum("input_count")
FROM hourly GROUP BY 2;

CREATE TABLE "botlens_sessions_deltas" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "platform" VARCHAR(255),
    "is_active" BOOLEAN,
    "row_count" BIGINT NOT NULL
);

CREATE TABLE "botlens_sessions_rollups" (
    "grain" VARCHAR(10) NOT NULL,
    "period" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "platform" VARCHAR(255),
    "is_active" BOOLEAN,
    "row_count" BIGINT NOT NULL
) WITH (fillfactor = 80);

CREATE UNIQUE INDEX "botlens_sessions_rollups_key" ON "botlens_sessions_rollups"("grain", "period", "bot_id", "pipeline_id", "platform", "is_active") NULLS NOT DISTINCT;

CREATE INDEX "botlens_sessions_rollups_bot_id_idx" ON "botlens_sessions_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_sessions_rollups_pipeline_id_idx" ON "botlens_sessions_rollups"("pipeline_id", "grain", "period");

CREATE FUNCTION "botlens_roll_up_sessions"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_sessions_deltas"("hour", "bot_id", "pipeline_id", "platform", "is_active", "row_count")
        SELECT date_trunc('hour', "start_time", 'UTC'), "bot_id", "pipeline_id", "platform", "is_active", count(*)
        FROM added GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_sessions_deltas"("hour", "bot_id", "pipeline_id", "platform", "is_active", "row_count")
        SELECT date_trunc('hour', "start_time", 'UTC'), "bot_id", "pipeline_id", "platform", "is_active", -count(*)
        FROM removed GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_sessions_deltas"("hour", "bot_id", "pipeline_id", "platform", "is_active", "row_count")
        SELECT date_trunc('hour', "start_time", 'UTC'), "bot_id", "pipeline_id", "platform", "is_active", sum(sign)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0;
    ELSE
        TRUNCATE "botlens_sessions_deltas", "botlens_sessions_rollups";
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_sessions"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_sessions"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_sessions"
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_sessions"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_sessions"
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_sessions"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_sessions"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_sessions"();

-- What is stored already: in one pass by hour, and from there by day and month, and by hour without dimensions.
WITH hourly AS (
    SELECT date_trunc('hour', "start_time", 'UTC') AS period, "bot_id", "pipeline_id", "platform", "is_active", count(*) AS "row_count"
    FROM "monitoring_sessions" GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO "botlens_sessions_rollups"("grain", "period", "bot_id", "pipeline_id", "platform", "is_active", "row_count")
SELECT 'hour', "period", "bot_id", "pipeline_id", "platform", "is_active", "row_count" FROM hourly
UNION ALL
SELECT grain, date_trunc(grain, "period", 'UTC'), "bot_id", "pipeline_id", "platform", "is_active", sum("row_count")
FROM hourly CROSS JOIN (VALUES ('day'), ('month')) AS coarser (grain) GROUP BY 1, 2, 3, 4, 5, 6
UNION ALL
SELECT 'hour_total', "period", NULL, NULL, NULL, NULL, sum("row_count")
FROM hourly GROUP BY 2;

CREATE TABLE "botlens_errors_deltas" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "error_type" VARCHAR(255),
    "row_count" BIGINT NOT NULL
);

CREATE TABLE "botlens_errors_rollups" (
    "grain" VARCHAR(10) NOT NULL,
    "period" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "error_type" VARCHAR(255),
    "row_count" BIGINT NOT NULL
) WITH (fillfactor = 80);

CREATE UNIQUE INDEX "botlens_errors_rollups_key" ON "botlens_errors_rollups"("grain", "period", "bot_id", "pipeline_id", "error_type") NULLS NOT DISTINCT;

CREATE INDEX "botlens_errors_rollups_bot_id_idx" ON "botlens_errors_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_errors_rollups_pipeline_id_idx" ON "botlens_errors_rollups"("pipeline_id", "grain", "period");

CREATE FUNCTION "botlens_roll_up_errors"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_errors_deltas"("hour", "bot_id", "pipeline_id", "error_type", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "error_type", count(*)
        FROM added GROUP BY 1, 2, 3, 4;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_errors_deltas"("hour", "bot_id", "pipeline_id", "error_type", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "error_type", -count(*)
        FROM removed GROUP BY 1, 2, 3, 4;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_errors_deltas"("hour", "bot_id", "pipeline_id", "error_type", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "error_type", sum(sign)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4
        HAVING sum(sign) <> 0;
    ELSE
        TRUNCATE "botlens_errors_deltas", "botlens_errors_rollups";
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_errors"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_errors"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_errors"
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_errors"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_errors"
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_errors"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_errors"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_errors"();

-- What is stored already: in one pass by hour, and from there by day and month, and by hour without dimensions.
WITH hourly AS (
    SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "error_type", count(*) AS "row_count"
    FROM "monitoring_errors" GROUP BY 1, 2, 3, 4
)
INSERT INTO "botlens_errors_rollups"("grain", "period", "bot_id", "pipeline_id", "error_type", "row_count")
SELECT 'hour', "period", "bot_id", "pipeline_id", "error_type", "row_count" FROM hourly
UNION ALL
SELECT grain, date_trunc(grain, "period", 'UTC'), "bot_id", "pipeline_id", "error_type", sum("row_count")
FROM hourly CROSS JOIN (VALUES ('day'), ('month')) AS coarser (grain) GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT 'hour_total', "period", NULL, NULL, NULL, sum("row_count")
FROM hourly GROUP BY 2;

CREATE TABLE "botlens_feedback_deltas" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "platform" VARCHAR(255),
    "feedback_type" INTEGER,
    "row_count" BIGINT NOT NULL
);

CREATE TABLE "botlens_feedback_rollups" (
    "grain" VARCHAR(10) NOT NULL,
    "period" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "platform" VARCHAR(255),
    "feedback_type" INTEGER,
    "row_count" BIGINT NOT NULL
) WITH (fillfactor = 80);

CREATE UNIQUE INDEX "botlens_feedback_rollups_key" ON "botlens_feedback_rollups"("grain", "period", "bot_id", "pipeline_id", "platform", "feedback_type") NULLS NOT DISTINCT;

CREATE INDEX "botlens_feedback_rollups_bot_id_idx" ON "botlens_feedback_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_feedback_rollups_pipeline_id_idx" ON "botlens_feedback_rollups"("pipeline_id", "grain", "period");

CREATE FUNCTION "botlens_roll_up_feedback"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_feedback_deltas"("hour", "bot_id", "pipeline_id", "platform", "feedback_type", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "platform", "feedback_type", count(*)
        FROM added GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_feedback_deltas"("hour", "bot_id", "pipeline_id", "platform", "feedback_type", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "platform", "feedback_type", -count(*)
        FROM removed GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_feedback_deltas"("hour", "bot_id", "pipeline_id", "platform", "feedback_type", "row_count")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "platform", "feedback_type", sum(sign)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0;
    ELSE
        TRUNCATE "botlens_feedback_deltas", "botlens_feedback_rollups";
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_feedback"
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_feedback"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_feedback"
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_feedback"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_feedback"
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_feedback"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_feedback"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_roll_up_feedback"();

-- What is stored already: in one pass by hour, and from there by day and month, and by hour without dimensions.
WITH hourly AS (
    SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "platform", "feedback_type", count(*) AS "row_count"
    FROM "monitoring_feedback" GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO "botlens_feedback_rollups"("grain", "period", "bot_id", "pipeline_id", "platform", "feedback_type", "row_count")
SELECT 'hour', "period", "bot_id", "pipeline_id", "platform", "feedback_type", "row_count" FROM hourly
UNION ALL
SELECT grain, date_trunc(grain, "period", 'UTC'), "bot_id", "pipeline_id", "platform", "feedback_type", sum("row_count")
FROM hourly CROSS JOIN (VALUES ('day'), ('month')) AS coarser (grain) GROUP BY 1, 2, 3, 4, 5, 6
UNION ALL
SELECT 'hour_total', "period", NULL, NULL, NULL, NULL, sum("row_count")
FROM hourly GROUP BY 2;
