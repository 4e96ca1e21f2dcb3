-- Sketches in total also exist in blocks of four hours, from which days of other time zones are read. They are summed up
-- from those by hour. The locks make folding wait.

LOCK TABLE "botlens_embedding_calls_sketches" IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO "botlens_embedding_calls_sketches" ("grain", "period", "bins", "counts")
    SELECT 'block_total', "period", array_agg("bin"), array_agg("n")
    FROM (
        SELECT date_bin(interval '4 hours', "period", timestamptz '2000-01-01 00:00:00Z') AS "period", "bin", sum("n")::integer AS "n"
        FROM (
            SELECT "period", unnest("bins") AS "bin", unnest("counts") AS "n" FROM "botlens_embedding_calls_sketches" WHERE "grain" = 'hour_total'
        ) AS "hourly"
        GROUP BY 1, 2
    ) AS "binned"
    GROUP BY "period";

LOCK TABLE "botlens_llm_calls_sketches" IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO "botlens_llm_calls_sketches" ("grain", "period", "bins", "counts")
    SELECT 'block_total', "period", array_agg("bin"), array_agg("n")
    FROM (
        SELECT date_bin(interval '4 hours', "period", timestamptz '2000-01-01 00:00:00Z') AS "period", "bin", sum("n")::integer AS "n"
        FROM (
            SELECT "period", unnest("bins") AS "bin", unnest("counts") AS "n" FROM "botlens_llm_calls_sketches" WHERE "grain" = 'hour_total'
        ) AS "hourly"
        GROUP BY 1, 2
    ) AS "binned"
    GROUP BY "period";

LOCK TABLE "botlens_tool_calls_sketches" IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO "botlens_tool_calls_sketches" ("grain", "period", "bins", "counts")
    SELECT 'block_total', "period", array_agg("bin"), array_agg("n")
    FROM (
        SELECT date_bin(interval '4 hours', "period", timestamptz '2000-01-01 00:00:00Z') AS "period", "bin", sum("n")::integer AS "n"
        FROM (
            SELECT "period", unnest("bins") AS "bin", unnest("counts") AS "n" FROM "botlens_tool_calls_sketches" WHERE "grain" = 'hour_total'
        ) AS "hourly"
        GROUP BY 1, 2
    ) AS "binned"
    GROUP BY "period";
