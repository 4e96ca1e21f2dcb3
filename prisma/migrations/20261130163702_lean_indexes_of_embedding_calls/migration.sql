-- An index on one value does not contain the id: rows are returned in the order of their time, and those of the same time
-- are sorted by id. The rows of a message are few, and are sorted by time as well. Failed calls have a partial
-- index instead of one of all statuses.

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_bot_id_timestamp_idx" ON "monitoring_embedding_calls"("bot_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_pipeline_id_timestamp_idx" ON "monitoring_embedding_calls"("pipeline_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_session_id_timestamp_idx" ON "monitoring_embedding_calls"("session_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_message_id_idx" ON "monitoring_embedding_calls"("message_id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_model_name_timestamp_idx" ON "monitoring_embedding_calls"("model_name", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_knowledge_base_id_timestamp_idx" ON "monitoring_embedding_calls"("knowledge_base_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_call_type_timestamp_idx" ON "monitoring_embedding_calls"("call_type", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_failed_timestamp_idx" ON "monitoring_embedding_calls"("timestamp", "id", "status") WHERE "status" <> 'success';

-- DropIndex
DROP INDEX "monitoring_embedding_calls_bot_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_embedding_calls_call_type_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_embedding_calls_knowledge_base_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_embedding_calls_message_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_embedding_calls_model_name_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_embedding_calls_pipeline_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_embedding_calls_session_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_embedding_calls_status_timestamp_id_idx";
