-- An index on one value does not contain the id: rows are returned in the order of their time, and those of the same time
-- are sorted by id. The rows of a message are few, and are sorted by time as well.

-- CreateIndex
CREATE INDEX "monitoring_feedback_session_id_timestamp_idx" ON "monitoring_feedback"("session_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_feedback_message_id_idx" ON "monitoring_feedback"("message_id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_feedback_type_timestamp_idx" ON "monitoring_feedback"("feedback_type", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_feedback_user_id_timestamp_idx" ON "monitoring_feedback"("user_id", "timestamp");

-- CreateIndex
CREATE INDEX "monitoring_feedback_platform_timestamp_idx" ON "monitoring_feedback"("platform", "timestamp");

-- DropIndex
DROP INDEX "monitoring_feedback_feedback_type_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_feedback_message_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_feedback_platform_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_feedback_session_id_timestamp_id_idx";

-- DropIndex
DROP INDEX "monitoring_feedback_user_id_timestamp_id_idx";
