-- An index on one value does not contain the id: rows are returned in the order of their time, and those of the same time
-- are sorted by id. The rows of a message are few, and are sorted by time as well. Failed calls have a partial
-- index instead of one of all statuses.

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_bot_id_timestamp_idx" ON "monitoring_tool_calls"("bot_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_pipeline_id_timestamp_idx" ON "monitoring_tool_calls"("pipeline_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_session_id_timestamp_idx" ON "monitoring_tool_calls"("session_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_message_id_idx" ON "monitoring_tool_calls"("message_id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_tool_name_timestamp_idx" ON "monitoring_tool_calls"("tool_name", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_failed_timestamp_idx" ON "monitoring_tool_calls"("timestamp", "id", "status") WHERE "status" <> 'success';

-- DropIndex
DROP INDEX "monitoring_tool_calls_bot_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_tool_calls_message_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_tool_calls_pipeline_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_tool_calls_session_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_tool_calls_status_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_tool_calls_tool_name_timestamp_id_idx";
