CREATE TABLE "botlens_live_events" (
    "seq" bigint GENERATED ALWAYS AS IDENTITY,
    "table_name" varchar(63) NOT NULL,
    "change" varchar(10) NOT NULL,
    "ids" text[] COLLATE "C" NOT NULL,
    "recorded_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT "botlens_live_events_pkey" PRIMARY KEY ("seq")
);

-- Up to which event old events have been removed.
CREATE TABLE "botlens_live_state" (
    "id" boolean NOT NULL DEFAULT true CHECK ("id"),
    "removed_seq" bigint NOT NULL,
    CONSTRAINT "botlens_live_state_pkey" PRIMARY KEY ("id")
);

INSERT INTO "botlens_live_state" ("removed_seq") VALUES (0);

CREATE OR REPLACE FUNCTION "botlens_messages_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int);
        PERFORM set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF TG_OP = 'INSERT' THEN
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'added', array_agg("id")
    FROM (SELECT "id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    ELSE
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'changed', array_agg("id")
    FROM (SELECT "id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added JOIN removed USING ("id") WHERE added IS DISTINCT FROM removed) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_messages_note_live', current_schema());
END $$;

DROP TRIGGER IF EXISTS "botlens_live_added" ON "monitoring_messages";
DROP TRIGGER IF EXISTS "botlens_live_changed" ON "monitoring_messages";
CREATE TRIGGER "botlens_live_added" AFTER INSERT ON "monitoring_messages" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_messages_note_live"();
CREATE TRIGGER "botlens_live_changed" AFTER UPDATE ON "monitoring_messages" REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_messages_note_live"();

CREATE OR REPLACE FUNCTION "botlens_sessions_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int);
        PERFORM set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF TG_OP = 'INSERT' THEN
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'added', array_agg("id")
    FROM (SELECT "session_id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    ELSE
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'changed', array_agg("id")
    FROM (SELECT "session_id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added JOIN removed USING ("session_id") WHERE added IS DISTINCT FROM removed) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_sessions_note_live', current_schema());
END $$;

DROP TRIGGER IF EXISTS "botlens_live_added" ON "monitoring_sessions";
DROP TRIGGER IF EXISTS "botlens_live_changed" ON "monitoring_sessions";
CREATE TRIGGER "botlens_live_added" AFTER INSERT ON "monitoring_sessions" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_sessions_note_live"();
CREATE TRIGGER "botlens_live_changed" AFTER UPDATE ON "monitoring_sessions" REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_sessions_note_live"();

CREATE OR REPLACE FUNCTION "botlens_embedding_calls_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int);
        PERFORM set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'added', array_agg("id")
    FROM (SELECT "id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_embedding_calls_note_live', current_schema());
END $$;

DROP TRIGGER IF EXISTS "botlens_live_added" ON "monitoring_embedding_calls";
DROP TRIGGER IF EXISTS "botlens_live_changed" ON "monitoring_embedding_calls";
CREATE TRIGGER "botlens_live_added" AFTER INSERT ON "monitoring_embedding_calls" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_embedding_calls_note_live"();

CREATE OR REPLACE FUNCTION "botlens_errors_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int);
        PERFORM set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'added', array_agg("id")
    FROM (SELECT "id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_errors_note_live', current_schema());
END $$;

DROP TRIGGER IF EXISTS "botlens_live_added" ON "monitoring_errors";
DROP TRIGGER IF EXISTS "botlens_live_changed" ON "monitoring_errors";
CREATE TRIGGER "botlens_live_added" AFTER INSERT ON "monitoring_errors" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_errors_note_live"();

CREATE OR REPLACE FUNCTION "botlens_feedback_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int);
        PERFORM set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF TG_OP = 'INSERT' THEN
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'added', array_agg("id")
    FROM (SELECT "id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    ELSE
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'changed', array_agg("id")
    FROM (SELECT "id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added JOIN removed USING ("id") WHERE added IS DISTINCT FROM removed) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_feedback_note_live', current_schema());
END $$;

DROP TRIGGER IF EXISTS "botlens_live_added" ON "monitoring_feedback";
DROP TRIGGER IF EXISTS "botlens_live_changed" ON "monitoring_feedback";
CREATE TRIGGER "botlens_live_added" AFTER INSERT ON "monitoring_feedback" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_feedback_note_live"();
CREATE TRIGGER "botlens_live_changed" AFTER UPDATE ON "monitoring_feedback" REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_feedback_note_live"();

CREATE OR REPLACE FUNCTION "botlens_llm_calls_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int);
        PERFORM set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'added', array_agg("id")
    FROM (SELECT "id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_llm_calls_note_live', current_schema());
END $$;

DROP TRIGGER IF EXISTS "botlens_live_added" ON "monitoring_llm_calls";
DROP TRIGGER IF EXISTS "botlens_live_changed" ON "monitoring_llm_calls";
CREATE TRIGGER "botlens_live_added" AFTER INSERT ON "monitoring_llm_calls" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_note_live"();

CREATE OR REPLACE FUNCTION "botlens_tool_calls_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int);
        PERFORM set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
    SELECT TG_TABLE_NAME, 'added', array_agg("id")
    FROM (SELECT "id" AS "id", (row_number() OVER () - 1) / 1000 AS "chunk" FROM added) AS numbered
    GROUP BY "chunk" ORDER BY "chunk";
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_tool_calls_note_live', current_schema());
END $$;

DROP TRIGGER IF EXISTS "botlens_live_added" ON "monitoring_tool_calls";
DROP TRIGGER IF EXISTS "botlens_live_changed" ON "monitoring_tool_calls";
CREATE TRIGGER "botlens_live_added" AFTER INSERT ON "monitoring_tool_calls" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_note_live"();
