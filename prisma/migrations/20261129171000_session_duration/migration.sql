-- Sessions are also listed by their duration. Prisma cannot describe an index on an expression.
CREATE INDEX "monitoring_sessions_duration_idx" ON "monitoring_sessions"(((extract(epoch FROM "last_activity" - "start_time"))::float8), "session_id");
