-- An index on one value does not contain the id: rows are returned in the order of their time, and those of the same time
-- are sorted by id. The calls of a message are few, and are sorted by time as well. Failed calls have a partial index
-- instead of one of all statuses. One index on the cost serves both directions and ranges.

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_bot_id_timestamp_idx" ON "monitoring_llm_calls"("bot_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_pipeline_id_timestamp_idx" ON "monitoring_llm_calls"("pipeline_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_session_id_timestamp_idx" ON "monitoring_llm_calls"("session_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_message_id_idx" ON "monitoring_llm_calls"("message_id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_model_name_timestamp_idx" ON "monitoring_llm_calls"("model_name", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_duration_idx" ON "monitoring_llm_calls"("duration");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_cost_id_idx" ON "monitoring_llm_calls"("cost", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_failed_timestamp_idx" ON "monitoring_llm_calls"("timestamp", "id", "status") WHERE "status" <> 'success';

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_failed_cost_idx" ON "monitoring_llm_calls"("cost", "id") WHERE "status" <> 'success';

-- DropIndex
DROP INDEX "monitoring_llm_calls_bot_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_cost_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_duration_id_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_message_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_model_name_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_pipeline_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_session_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_status_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_cost_asc_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_cost_desc_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_failed_cost_asc_idx";

-- DropIndex
DROP INDEX "monitoring_llm_calls_failed_cost_desc_idx";
