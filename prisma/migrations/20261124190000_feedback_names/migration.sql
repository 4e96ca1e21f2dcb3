-- Feedback statistics look up the newest known name of each bot and pipeline, past feedback without a name.
-- CreateIndex
CREATE INDEX "monitoring_feedback_named_bot_idx" ON "monitoring_feedback"("bot_id", "timestamp") WHERE "bot_name" IS NOT NULL;

-- CreateIndex
CREATE INDEX "monitoring_feedback_named_pipeline_idx" ON "monitoring_feedback"("pipeline_id", "timestamp") WHERE "pipeline_name" IS NOT NULL;
