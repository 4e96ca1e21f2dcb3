-- An index on one value does not contain the id: sessions are returned in the order of their last activity, and those of
-- the same time are sorted by id.

-- CreateIndex
CREATE INDEX "monitoring_sessions_bot_id_last_activity_idx" ON "monitoring_sessions"("bot_id", "last_activity");

-- CreateIndex
CREATE INDEX "monitoring_sessions_pipeline_id_last_activity_idx" ON "monitoring_sessions"("pipeline_id", "last_activity");

-- CreateIndex
CREATE INDEX "monitoring_sessions_is_active_last_activity_idx" ON "monitoring_sessions"("is_active", "last_activity");

-- CreateIndex
CREATE INDEX "monitoring_sessions_platform_last_activity_idx" ON "monitoring_sessions"("platform", "last_activity");

-- CreateIndex
CREATE INDEX "monitoring_sessions_user_id_last_activity_idx" ON "monitoring_sessions"("user_id", "last_activity");

-- DropIndex
DROP INDEX "monitoring_sessions_bot_id_last_activity_session_id_idx";

-- DropIndex
DROP INDEX "monitoring_sessions_is_active_last_activity_session_id_idx";

-- DropIndex
DROP INDEX "monitoring_sessions_pipeline_id_last_activity_session_id_idx";

-- DropIndex
DROP INDEX "monitoring_sessions_platform_last_activity_session_id_idx";

-- DropIndex
DROP INDEX "monitoring_sessions_user_id_last_activity_session_id_idx";
