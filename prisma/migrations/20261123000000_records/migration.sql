-- Case-insensitive substrings are found through trigram indexes; the extension comes with PostgreSQL.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Ids compare byte by byte (COLLATE "C"): the same order on every machine, and indexes that survive a new C library.

-- CreateTable
CREATE TABLE "monitoring_embedding_calls" (
    "id" VARCHAR(255) COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "model_name" VARCHAR(255) NOT NULL,
    "prompt_tokens" INTEGER NOT NULL,
    "total_tokens" INTEGER NOT NULL,
    "duration" INTEGER NOT NULL,
    "input_count" INTEGER NOT NULL,
    "status" VARCHAR(50) NOT NULL,
    "error_message" TEXT,
    "knowledge_base_id" VARCHAR(255) COLLATE "C",
    "query_text" TEXT,
    "session_id" VARCHAR(255) COLLATE "C",
    "message_id" VARCHAR(255) COLLATE "C",
    "call_type" VARCHAR(50),
    "bot_id" VARCHAR(255) COLLATE "C",
    "bot_name" VARCHAR(255),
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "pipeline_name" VARCHAR(255),

    CONSTRAINT "monitoring_embedding_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "monitoring_errors" (
    "id" VARCHAR(255) COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "error_type" VARCHAR(255) NOT NULL,
    "error_message" TEXT NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "bot_name" VARCHAR(255),
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "pipeline_name" VARCHAR(255),
    "session_id" VARCHAR(255) COLLATE "C",
    "message_id" VARCHAR(255) COLLATE "C",
    "stack_trace" TEXT,

    CONSTRAINT "monitoring_errors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "monitoring_feedback" (
    "id" VARCHAR(255) COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "feedback_id" VARCHAR(255) COLLATE "C" NOT NULL,
    "feedback_type" INTEGER NOT NULL,
    "feedback_content" TEXT,
    "inaccurate_reasons" TEXT,
    "bot_id" VARCHAR(255) COLLATE "C",
    "bot_name" VARCHAR(255),
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "pipeline_name" VARCHAR(255),
    "session_id" VARCHAR(255) COLLATE "C",
    "message_id" VARCHAR(255) COLLATE "C",
    "stream_id" VARCHAR(255) COLLATE "C",
    "user_id" VARCHAR(255),
    "platform" VARCHAR(255),

    CONSTRAINT "monitoring_feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "monitoring_llm_calls" (
    "id" VARCHAR(255) COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "model_name" VARCHAR(255) NOT NULL,
    "input_tokens" INTEGER NOT NULL,
    "output_tokens" INTEGER NOT NULL,
    "total_tokens" INTEGER NOT NULL,
    "duration" INTEGER NOT NULL,
    "cost" DOUBLE PRECISION,
    "status" VARCHAR(50) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C",
    "bot_name" VARCHAR(255),
    "pipeline_id" VARCHAR(255) COLLATE "C",
    "pipeline_name" VARCHAR(255),
    "session_id" VARCHAR(255) COLLATE "C",
    "message_id" VARCHAR(255) COLLATE "C",
    "error_message" TEXT,

    CONSTRAINT "monitoring_llm_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "monitoring_messages" (
    "id" VARCHAR(255) COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C" NOT NULL,
    "bot_name" VARCHAR(255) NOT NULL,
    "pipeline_id" VARCHAR(255) COLLATE "C" NOT NULL,
    "pipeline_name" VARCHAR(255) NOT NULL,
    "runner_name" VARCHAR(255),
    "message_content" TEXT NOT NULL,
    "session_id" VARCHAR(255) COLLATE "C",
    "status" VARCHAR(50) NOT NULL,
    "level" VARCHAR(50) NOT NULL,
    "platform" VARCHAR(255),
    "user_id" VARCHAR(255),
    "user_name" VARCHAR(255),
    "role" VARCHAR(50),
    "variables" TEXT,

    CONSTRAINT "monitoring_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "monitoring_sessions" (
    "session_id" VARCHAR(255) COLLATE "C" NOT NULL,
    "bot_id" VARCHAR(255) COLLATE "C" NOT NULL,
    "bot_name" VARCHAR(255) NOT NULL,
    "pipeline_id" VARCHAR(255) COLLATE "C" NOT NULL,
    "pipeline_name" VARCHAR(255) NOT NULL,
    "message_count" INTEGER NOT NULL,
    "start_time" TIMESTAMPTZ(3) NOT NULL,
    "last_activity" TIMESTAMPTZ(3) NOT NULL,
    "is_active" BOOLEAN NOT NULL,
    "platform" VARCHAR(255),
    "user_id" VARCHAR(255),
    "user_name" VARCHAR(255),

    CONSTRAINT "monitoring_sessions_pkey" PRIMARY KEY ("session_id")
);

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_timestamp_id_idx" ON "monitoring_embedding_calls"("timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_bot_id_timestamp_id_idx" ON "monitoring_embedding_calls"("bot_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_pipeline_id_timestamp_id_idx" ON "monitoring_embedding_calls"("pipeline_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_session_id_timestamp_id_idx" ON "monitoring_embedding_calls"("session_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_message_id_timestamp_id_idx" ON "monitoring_embedding_calls"("message_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_model_name_timestamp_id_idx" ON "monitoring_embedding_calls"("model_name", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_knowledge_base_id_timestamp_id_idx" ON "monitoring_embedding_calls"("knowledge_base_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_status_timestamp_id_idx" ON "monitoring_embedding_calls"("status", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_call_type_timestamp_id_idx" ON "monitoring_embedding_calls"("call_type", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_total_tokens_idx" ON "monitoring_embedding_calls"("total_tokens");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_duration_idx" ON "monitoring_embedding_calls"("duration");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_search_idx" ON "monitoring_embedding_calls" USING GIN ("error_message" gin_trgm_ops, "query_text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "monitoring_errors_timestamp_id_idx" ON "monitoring_errors"("timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_errors_bot_id_timestamp_id_idx" ON "monitoring_errors"("bot_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_errors_pipeline_id_timestamp_id_idx" ON "monitoring_errors"("pipeline_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_errors_session_id_timestamp_id_idx" ON "monitoring_errors"("session_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_errors_message_id_timestamp_id_idx" ON "monitoring_errors"("message_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_errors_error_type_timestamp_id_idx" ON "monitoring_errors"("error_type", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_errors_search_idx" ON "monitoring_errors" USING GIN ("error_type" gin_trgm_ops, "error_message" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "monitoring_feedback_feedback_id_key" ON "monitoring_feedback"("feedback_id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_timestamp_id_idx" ON "monitoring_feedback"("timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_bot_id_timestamp_id_idx" ON "monitoring_feedback"("bot_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_pipeline_id_timestamp_id_idx" ON "monitoring_feedback"("pipeline_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_session_id_timestamp_id_idx" ON "monitoring_feedback"("session_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_message_id_timestamp_id_idx" ON "monitoring_feedback"("message_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_feedback_type_timestamp_id_idx" ON "monitoring_feedback"("feedback_type", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_user_id_timestamp_id_idx" ON "monitoring_feedback"("user_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_platform_timestamp_id_idx" ON "monitoring_feedback"("platform", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_feedback_search_idx" ON "monitoring_feedback" USING GIN ("feedback_content" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_timestamp_id_idx" ON "monitoring_llm_calls"("timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_bot_id_timestamp_id_idx" ON "monitoring_llm_calls"("bot_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_pipeline_id_timestamp_id_idx" ON "monitoring_llm_calls"("pipeline_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_session_id_timestamp_id_idx" ON "monitoring_llm_calls"("session_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_message_id_timestamp_id_idx" ON "monitoring_llm_calls"("message_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_model_name_timestamp_id_idx" ON "monitoring_llm_calls"("model_name", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_status_timestamp_id_idx" ON "monitoring_llm_calls"("status", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_input_tokens_idx" ON "monitoring_llm_calls"("input_tokens");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_output_tokens_idx" ON "monitoring_llm_calls"("output_tokens");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_total_tokens_id_idx" ON "monitoring_llm_calls"("total_tokens", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_duration_id_idx" ON "monitoring_llm_calls"("duration", "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_cost_idx" ON "monitoring_llm_calls"("cost");

-- Calls without a cost come last in either direction: an expression keeps that a plain range of the index.
CREATE INDEX "monitoring_llm_calls_cost_asc_idx" ON "monitoring_llm_calls"(coalesce("cost", 'Infinity'), "id");
CREATE INDEX "monitoring_llm_calls_cost_desc_idx" ON "monitoring_llm_calls"(coalesce("cost", '-Infinity'), "id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_search_idx" ON "monitoring_llm_calls" USING GIN ("error_message" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "monitoring_messages_timestamp_id_idx" ON "monitoring_messages"("timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_bot_id_timestamp_id_idx" ON "monitoring_messages"("bot_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_pipeline_id_timestamp_id_idx" ON "monitoring_messages"("pipeline_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_session_id_timestamp_id_idx" ON "monitoring_messages"("session_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_status_timestamp_id_idx" ON "monitoring_messages"("status", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_level_timestamp_id_idx" ON "monitoring_messages"("level", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_role_timestamp_id_idx" ON "monitoring_messages"("role", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_platform_timestamp_id_idx" ON "monitoring_messages"("platform", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_user_id_timestamp_id_idx" ON "monitoring_messages"("user_id", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_runner_name_timestamp_id_idx" ON "monitoring_messages"("runner_name", "timestamp", "id");

-- CreateIndex
CREATE INDEX "monitoring_messages_search_idx" ON "monitoring_messages" USING GIN ("message_content" gin_trgm_ops, "user_id" gin_trgm_ops, "user_name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "monitoring_sessions_last_activity_session_id_idx" ON "monitoring_sessions"("last_activity", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_sessions_start_time_session_id_idx" ON "monitoring_sessions"("start_time", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_sessions_message_count_session_id_idx" ON "monitoring_sessions"("message_count", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_sessions_bot_id_last_activity_session_id_idx" ON "monitoring_sessions"("bot_id", "last_activity", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_sessions_pipeline_id_last_activity_session_id_idx" ON "monitoring_sessions"("pipeline_id", "last_activity", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_sessions_is_active_last_activity_session_id_idx" ON "monitoring_sessions"("is_active", "last_activity", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_sessions_platform_last_activity_session_id_idx" ON "monitoring_sessions"("platform", "last_activity", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_sessions_user_id_last_activity_session_id_idx" ON "monitoring_sessions"("user_id", "last_activity", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_sessions_search_idx" ON "monitoring_sessions" USING GIN ("session_id" COLLATE "default" gin_trgm_ops, "user_id" gin_trgm_ops, "user_name" gin_trgm_ops);
