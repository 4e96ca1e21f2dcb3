-- Times of tool calls are those that the API can write, as those of all other records are: see 20261123050000.

ALTER TABLE "monitoring_tool_calls" ADD CONSTRAINT "monitoring_tool_calls_timestamp_is_in_range"
    CHECK ("timestamp" >= '0001-01-01T00:00:00Z' AND "timestamp" <= '9999-12-31T23:59:59.999Z') NOT VALID;
UPDATE "monitoring_tool_calls" SET "timestamp" = least(greatest("timestamp", '0001-01-01T00:00:00Z'), '9999-12-31T23:59:59.999Z')
    WHERE "timestamp" < '0001-01-01T00:00:00Z' OR "timestamp" > '9999-12-31T23:59:59.999Z';

DELETE FROM "botlens_tool_calls_rollups" WHERE "period" < '0001-01-01T00:00:00Z' OR "period" > '9999-12-31T23:59:59.999Z';
DELETE FROM "botlens_tool_calls_deltas" WHERE "hour" < '0001-01-01T00:00:00Z' OR "hour" > '9999-12-31T23:59:59.999Z';
