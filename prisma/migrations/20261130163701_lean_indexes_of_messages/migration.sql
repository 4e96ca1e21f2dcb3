-- An index on one value does not contain the id: rows are returned in the order of their time, and those of the same time
-- are sorted by id. Messages that failed, and those of other levels than info, have partial indexes instead of one of all
-- statuses and levels.

-- CreateIndex
CREATE INDEX "monitoring_messages_bot_id_timestamp_idx" ON "monitoring_messages"("bot_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_messages_pipeline_id_timestamp_idx" ON "monitoring_messages"("pipeline_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_messages_session_id_timestamp_idx" ON "monitoring_messages"("session_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_messages_role_timestamp_idx" ON "monitoring_messages"("role", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_messages_platform_timestamp_idx" ON "monitoring_messages"("platform", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_messages_user_id_timestamp_idx" ON "monitoring_messages"("user_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_messages_runner_name_timestamp_idx" ON "monitoring_messages"("runner_name", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_messages_failed_status_timestamp_idx" ON "monitoring_messages"("status", "timestamp") WHERE "status" <> 'success';

-- CreateIndex
CREATE INDEX "monitoring_messages_notable_level_timestamp_idx" ON "monitoring_messages"("level", "timestamp") WHERE "level" <> 'info';

-- DropIndex
DROP INDEX "monitoring_messages_bot_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_messages_level_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_messages_pipeline_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_messages_platform_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_messages_role_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_messages_runner_name_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_messages_session_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_messages_status_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_messages_user_id_timestamp_id_idx";
