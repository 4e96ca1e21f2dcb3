-- CreateTable
CREATE TABLE "monitoring_tool_calls" (
    "id" VARCHAR(255) COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "tool_name" VARCHAR(255) NOT NULL,
    "tool_source" VARCHAR(50) NOT NULL,
    "duration" INTEGER NOT NULL,
    "status" VARCHAR(50) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "bot_name" VARCHAR(255),
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "pipeline_name" VARCHAR(255),
    "session_id" VARCHAR(255) COLLATE "C",
    "message_id" VARCHAR(255) COLLATE "C",
    "arguments" TEXT,
    "result" TEXT,
    "error_message" TEXT,

    CONSTRAINT "monitoring_tool_calls_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_timestamp_id_idx" ON "monitoring_tool_calls"("timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_bot_id_timestamp_id_idx" ON "monitoring_tool_calls"("bot_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_pipeline_id_timestamp_id_idx" ON "monitoring_tool_calls"("pipeline_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_session_id_timestamp_id_idx" ON "monitoring_tool_calls"("session_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_message_id_timestamp_id_idx" ON "monitoring_tool_calls"("message_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_tool_name_timestamp_id_idx" ON "monitoring_tool_calls"("tool_name", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_status_timestamp_id_idx" ON "monitoring_tool_calls"("status", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_duration_id_idx" ON "monitoring_tool_calls"("duration", "id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_search_idx" ON "monitoring_tool_calls" USING GIN ("arguments" gin_trgm_ops, "result" gin_trgm_ops, "error_message" gin_trgm_ops);

CREATE TABLE "botlens_tool_calls_deltas" AS
    SELECT date_trunc('hour', "timestamp", 'UTC')::timestamptz(3) AS "hour", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", count(*) AS "row_count", sum("duration") AS "duration"
    FROM "monitoring_tool_calls" GROUP BY 1, 2, 3, 4, 5, 6 WITH NO DATA;

CREATE TABLE "botlens_tool_calls_rollups" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(10) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration" FROM "botlens_tool_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_tool_calls_rollups_key" ON "botlens_tool_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "tool_name", "tool_source", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_tool_calls_rollups_bot_id_idx" ON "botlens_tool_calls_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_tool_calls_rollups_pipeline_id_idx" ON "botlens_tool_calls_rollups"("pipeline_id", "grain", "period");

CREATE FUNCTION "botlens_tool_calls_roll_up"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_tool_calls_deltas"("hour", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "tool_name", "tool_source", "status", count(*), sum("duration")
        FROM added GROUP BY 1, 2, 3, 4, 5, 6;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_tool_calls_deltas"("hour", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "tool_name", "tool_source", "status", -count(*), -sum("duration")
        FROM removed GROUP BY 1, 2, 3, 4, 5, 6;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_tool_calls_deltas"("hour", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration")
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "tool_name", "tool_source", "status", sum(sign), sum(sign * "duration")
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(sign) <> 0 OR sum(sign * "duration") <> 0;
    ELSE
        TRUNCATE "botlens_tool_calls_deltas", "botlens_tool_calls_rollups";
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_tool_calls" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_roll_up"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_tool_calls" REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_roll_up"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_tool_calls" REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_roll_up"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_tool_calls"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_roll_up"();
