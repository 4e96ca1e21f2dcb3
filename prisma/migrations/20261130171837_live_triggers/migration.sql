CREATE OR REPLACE FUNCTION "botlens_messages_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    changed_ids text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg("id"::text) INTO changed_ids FROM added;
    ELSE
        SELECT array_agg("id"::text) INTO changed_ids FROM added JOIN removed USING ("id") WHERE added IS DISTINCT FROM removed;
    END IF;
    IF changed_ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int),
            set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF cardinality(changed_ids) <= 1000 THEN
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids);
    ELSE
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        SELECT TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids[first:first + 999]
        FROM generate_series(1, cardinality(changed_ids), 1000) AS first ORDER BY first;
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_messages_note_live', current_schema());
END $$;

CREATE OR REPLACE FUNCTION "botlens_sessions_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    changed_ids text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg("session_id"::text) INTO changed_ids FROM added;
    ELSE
        SELECT array_agg("session_id"::text) INTO changed_ids FROM added JOIN removed USING ("session_id") WHERE added IS DISTINCT FROM removed;
    END IF;
    IF changed_ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int),
            set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF cardinality(changed_ids) <= 1000 THEN
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids);
    ELSE
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        SELECT TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids[first:first + 999]
        FROM generate_series(1, cardinality(changed_ids), 1000) AS first ORDER BY first;
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_sessions_note_live', current_schema());
END $$;

CREATE OR REPLACE FUNCTION "botlens_embedding_calls_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    changed_ids text[];
BEGIN
    SELECT array_agg("id"::text) INTO changed_ids FROM added;
    IF changed_ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int),
            set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF cardinality(changed_ids) <= 1000 THEN
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids);
    ELSE
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        SELECT TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids[first:first + 999]
        FROM generate_series(1, cardinality(changed_ids), 1000) AS first ORDER BY first;
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_embedding_calls_note_live', current_schema());
END $$;

CREATE OR REPLACE FUNCTION "botlens_errors_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    changed_ids text[];
BEGIN
    SELECT array_agg("id"::text) INTO changed_ids FROM added;
    IF changed_ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int),
            set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF cardinality(changed_ids) <= 1000 THEN
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids);
    ELSE
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        SELECT TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids[first:first + 999]
        FROM generate_series(1, cardinality(changed_ids), 1000) AS first ORDER BY first;
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_errors_note_live', current_schema());
END $$;

CREATE OR REPLACE FUNCTION "botlens_feedback_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    changed_ids text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg("id"::text) INTO changed_ids FROM added;
    ELSE
        SELECT array_agg("id"::text) INTO changed_ids FROM added JOIN removed USING ("id") WHERE added IS DISTINCT FROM removed;
    END IF;
    IF changed_ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int),
            set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF cardinality(changed_ids) <= 1000 THEN
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids);
    ELSE
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        SELECT TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids[first:first + 999]
        FROM generate_series(1, cardinality(changed_ids), 1000) AS first ORDER BY first;
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_feedback_note_live', current_schema());
END $$;

CREATE OR REPLACE FUNCTION "botlens_llm_calls_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    changed_ids text[];
BEGIN
    SELECT array_agg("id"::text) INTO changed_ids FROM added;
    IF changed_ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int),
            set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF cardinality(changed_ids) <= 1000 THEN
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids);
    ELSE
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        SELECT TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids[first:first + 999]
        FROM generate_series(1, cardinality(changed_ids), 1000) AS first ORDER BY first;
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_llm_calls_note_live', current_schema());
END $$;

CREATE OR REPLACE FUNCTION "botlens_tool_calls_note_live"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    changed_ids text[];
BEGIN
    SELECT array_agg("id"::text) INTO changed_ids FROM added;
    IF changed_ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF current_setting('botlens.live_transaction', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock_shared(72707374, (nextval('"botlens_live_events_seq_seq"') % 2147483648)::int),
            set_config('botlens.live_transaction', pg_current_xact_id()::text, true);
    END IF;
    IF cardinality(changed_ids) <= 1000 THEN
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        VALUES (TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids);
    ELSE
        INSERT INTO "botlens_live_events" ("table_name", "change", "ids")
        SELECT TG_TABLE_NAME, CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'changed' END, changed_ids[first:first + 999]
        FROM generate_series(1, cardinality(changed_ids), 1000) AS first ORDER BY first;
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_tool_calls_note_live', current_schema());
END $$;
