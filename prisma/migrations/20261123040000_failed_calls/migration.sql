-- Calls that did not succeed are few, and asked for by what they cost and how long they took: indexes of those alone
-- take next to nothing to keep.

CREATE INDEX "monitoring_llm_calls_failed_total_tokens_idx" ON "monitoring_llm_calls"("total_tokens", "id") WHERE "status" <> 'success';

CREATE INDEX "monitoring_llm_calls_failed_duration_idx" ON "monitoring_llm_calls"("duration", "id") WHERE "status" <> 'success';

CREATE INDEX "monitoring_llm_calls_failed_cost_asc_idx" ON "monitoring_llm_calls"(coalesce("cost", 'Infinity'), "id") WHERE "status" <> 'success';

CREATE INDEX "monitoring_llm_calls_failed_cost_desc_idx" ON "monitoring_llm_calls"(coalesce("cost", '-Infinity'), "id") WHERE "status" <> 'success';
