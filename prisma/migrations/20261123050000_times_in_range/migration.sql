-- Times are those that the API can write: the years 1 to 9999. The server stores no others; a time that another program
-- stored outside of them, or an infinite one, made every list and series with it fail. The constraints hold for each row
-- that is written from now on, and are not validated: rows that break them are corrected here, found by their indexes.

ALTER TABLE "monitoring_messages" ADD CONSTRAINT "monitoring_messages_timestamp_is_in_range"
    CHECK ("timestamp" >= '0001-01-01T00:00:00Z' AND "timestamp" <= '9999-12-31T23:59:59.999Z') NOT VALID;
UPDATE "monitoring_messages" SET "timestamp" = least(greatest("timestamp", '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999Z')
    WHERE "timestamp" < '0001-01-01T00:00:00Z' OR "timestamp" > '9999-12-31T23:59:59.999Z';

ALTER TABLE "monitoring_llm_calls" ADD CONSTRAINT "monitoring_llm_calls_timestamp_is_in_range"
    CHECK ("timestamp" >= '0001-01-01T00:00:00Z' AND "timestamp" <= '9999-12-31T23:59:59.999Z') NOT VALID;
UPDATE "monitoring_llm_calls" SET "timestamp" = least(greatest("timestamp", '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999Z')
    WHERE "timestamp" < '0001-01-01T00:00:00Z' OR "timestamp" > '9999-12-31T23:59:59.999Z';

ALTER TABLE "monitoring_embedding_calls" ADD CONSTRAINT "monitoring_embedding_calls_timestamp_is_in_range"
    CHECK ("timestamp" >= '0001-01-01T00:00:00Z' AND "timestamp" <= '9999-12-31T23:59:59.999Z') NOT VALID;
UPDATE "monitoring_embedding_calls" SET "timestamp" = least(greatest("timestamp", '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999Z')
    WHERE "timestamp" < '0001-01-01T00:00:00Z' OR "timestamp" > '9999-12-31T23:59:59.999Z';

ALTER TABLE "monitoring_errors" ADD CONSTRAINT "monitoring_errors_timestamp_is_in_range"
    CHECK ("timestamp" >= '0001-01-01T00:00:00Z' AND "timestamp" <= '9999-12-31T23:59:59.999Z') NOT VALID;
UPDATE "monitoring_errors" SET "timestamp" = least(greatest("timestamp", '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999Z')
    WHERE "timestamp" < '0001-01-01T00:00:00Z' OR "timestamp" > '9999-12-31T23:59:59.999Z';

ALTER TABLE "monitoring_feedback" ADD CONSTRAINT "monitoring_feedback_timestamp_is_in_range"
    CHECK ("timestamp" >= '0001-01-01T00:00:00Z' AND "timestamp" <= '9999-12-31T23:59:59.999Z') NOT VALID;
UPDATE "monitoring_feedback" SET "timestamp" = least(greatest("timestamp", '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999Z')
    WHERE "timestamp" < '0001-01-01T00:00:00Z' OR "timestamp" > '9999-12-31T23:59:59.999Z';

ALTER TABLE "monitoring_sessions" ADD CONSTRAINT "monitoring_sessions_start_time_is_in_range"
    CHECK ("start_time" >= '0001-01-01T00:00:00Z' AND "start_time" <= '9999-12-31T23:59:59.999Z') NOT VALID;
ALTER TABLE "monitoring_sessions" ADD CONSTRAINT "monitoring_sessions_last_activity_is_in_range"
    CHECK ("last_activity" >= '0001-01-01T00:00:00Z' AND "last_activity" <= '9999-12-31T23:59:59.999Z') NOT VALID;
UPDATE "monitoring_sessions" SET "start_time" = least(greatest("start_time", '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999Z'), "last_activity" = least(greatest("last_activity", '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999Z')
    WHERE "start_time" < '0001-01-01T00:00:00Z' OR "start_time" > '9999-12-31T23:59:59.999Z' OR "last_activity" < '0001-01-01T00:00:00Z' OR "last_activity" > '9999-12-31T23:59:59.999Z';

-- The sums of periods outside of the range, and the deltas that the corrections left there, are of no rows any more.
-- Periods without an end cannot be folded.
DELETE FROM "botlens_messages_rollups" WHERE "period" < '0001-01-01T00:00:00Z' OR "period" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_messages_deltas" WHERE "hour" < '0001-01-01T00:00:00Z' OR "hour" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_llm_calls_rollups" WHERE "period" < '0001-01-01T00:00:00Z' OR "period" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_llm_calls_deltas" WHERE "hour" < '0001-01-01T00:00:00Z' OR "hour" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_embedding_calls_rollups" WHERE "period" < '0001-01-01T00:00:00Z' OR "period" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_embedding_calls_deltas" WHERE "hour" < '0001-01-01T00:00:00Z' OR "hour" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_errors_rollups" WHERE "period" < '0001-01-01T00:00:00Z' OR "period" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_errors_deltas" WHERE "hour" < '0001-01-01T00:00:00Z' OR "hour" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_feedback_rollups" WHERE "period" < '0001-01-01T00:00:00Z' OR "period" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_feedback_deltas" WHERE "hour" < '0001-01-01T00:00:00Z' OR "hour" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_sessions_rollups" WHERE "period" < '0001-01-01T00:00:00Z' OR "period" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_sessions_deltas" WHERE "hour" < '0001-01-01T00:00:00Z' OR "hour" > '9999-12-31T23:59:59.999Z';
