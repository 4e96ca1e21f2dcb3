-- The functions that keep rollups run with the rights of their owner. Without `pg_temp` in its list, a search path begins
-- with it, and a temporary table of the writer's session would take the place of the deltas.
DO $$
DECLARE
    routine regprocedure;
BEGIN
    FOR routine IN
        SELECT oid FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND prosecdef AND prorettype = 'trigger'::regtype
            AND proname LIKE 'botlens\_%'
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', routine, current_schema());
    END LOOP;
END $$;
