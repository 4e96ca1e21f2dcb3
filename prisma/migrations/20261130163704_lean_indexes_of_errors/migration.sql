-- An index on one value does not contain the id: rows are returned in the order of their time, and those of the same time
-- are sorted by id. The rows of a message are few, and are sorted by time as well.

-- CreateIndex
CREATE INDEX "monitoring_errors_bot_id_timestamp_idx" ON "monitoring_errors"("bot_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_errors_pipeline_id_timestamp_idx" ON "monitoring_errors"("pipeline_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_errors_session_id_timestamp_idx" ON "monitoring_errors"("session_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_errors_message_id_idx" ON "monitoring_errors"("message_id");

-- CreateIndex
CREATE INDEX "monitoring_errors_error_type_timestamp_idx" ON "monitoring_errors"("error_type", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_errors_fingerprint_timestamp_idx" ON "monitoring_errors"("fingerprint", "timestamp");

-- DropIndex
DROP INDEX "monitoring_errors_bot_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_errors_error_type_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_errors_fingerprint_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_errors_message_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_errors_pipeline_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_errors_session_id_timestamp_id_idx";
