-- Calls and errors have the user and the platform of their message, otherwise of their session. Stored rows receive them
-- by a rewrite of their tables, which also builds their indexes again. An update takes six times as long, since it adds
-- each row to each index, and leaves twice the space.

CREATE FUNCTION "botlens_sender"(field text, message_id varchar, session_id varchar) RETURNS varchar
    LANGUAGE plpgsql STABLE AS $$
DECLARE
    found record;
BEGIN
    SELECT coalesce(message.user_id, session.user_id) AS user_id,
        coalesce(
            CASE WHEN coalesce(message.user_id, session.user_id) = message.user_id THEN message.user_name END,
            CASE WHEN coalesce(message.user_id, session.user_id) = session.user_id THEN session.user_name END
        ) AS user_name,
        coalesce(message.platform, session.platform) AS platform
    INTO found
    FROM (VALUES (1)) AS row
        LEFT JOIN "monitoring_messages" AS message ON message.id = "botlens_sender".message_id
        LEFT JOIN "monitoring_sessions" AS session
            ON session.session_id = coalesce("botlens_sender".session_id, message.session_id);
    RETURN CASE field WHEN 'user_id' THEN found.user_id WHEN 'user_name' THEN found.user_name ELSE found.platform END;
END $$;

-- AlterTable
ALTER TABLE "monitoring_llm_calls" ADD COLUMN "user_id" VARCHAR(255),
    ADD COLUMN "user_name" VARCHAR(255),
    ADD COLUMN "platform" VARCHAR(255);

ALTER TABLE "monitoring_llm_calls"
    ALTER COLUMN "user_id" TYPE VARCHAR(255) USING "botlens_sender"('user_id', "message_id", "session_id"),
    ALTER COLUMN "user_name" TYPE VARCHAR(255) USING "botlens_sender"('user_name', "message_id", "session_id"),
    ALTER COLUMN "platform" TYPE VARCHAR(255) USING "botlens_sender"('platform', "message_id", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_llm_calls_user_id_idx" ON "monitoring_llm_calls"("user_id");

-- AlterTable
ALTER TABLE "monitoring_embedding_calls" ADD COLUMN "user_id" VARCHAR(255),
    ADD COLUMN "user_name" VARCHAR(255),
    ADD COLUMN "platform" VARCHAR(255);

ALTER TABLE "monitoring_embedding_calls"
    ALTER COLUMN "user_id" TYPE VARCHAR(255) USING "botlens_sender"('user_id', "message_id", "session_id"),
    ALTER COLUMN "user_name" TYPE VARCHAR(255) USING "botlens_sender"('user_name', "message_id", "session_id"),
    ALTER COLUMN "platform" TYPE VARCHAR(255) USING "botlens_sender"('platform', "message_id", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_embedding_calls_user_id_idx" ON "monitoring_embedding_calls"("user_id");

-- AlterTable
ALTER TABLE "monitoring_tool_calls" ADD COLUMN "user_id" VARCHAR(255),
    ADD COLUMN "user_name" VARCHAR(255),
    ADD COLUMN "platform" VARCHAR(255);

ALTER TABLE "monitoring_tool_calls"
    ALTER COLUMN "user_id" TYPE VARCHAR(255) USING "botlens_sender"('user_id', "message_id", "session_id"),
    ALTER COLUMN "user_name" TYPE VARCHAR(255) USING "botlens_sender"('user_name', "message_id", "session_id"),
    ALTER COLUMN "platform" TYPE VARCHAR(255) USING "botlens_sender"('platform', "message_id", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_tool_calls_user_id_idx" ON "monitoring_tool_calls"("user_id");

-- AlterTable
ALTER TABLE "monitoring_errors" ADD COLUMN "user_id" VARCHAR(255),
    ADD COLUMN "user_name" VARCHAR(255),
    ADD COLUMN "platform" VARCHAR(255);

ALTER TABLE "monitoring_errors"
    ALTER COLUMN "user_id" TYPE VARCHAR(255) USING "botlens_sender"('user_id', "message_id", "session_id"),
    ALTER COLUMN "user_name" TYPE VARCHAR(255) USING "botlens_sender"('user_name', "message_id", "session_id"),
    ALTER COLUMN "platform" TYPE VARCHAR(255) USING "botlens_sender"('platform', "message_id", "session_id");

-- CreateIndex
CREATE INDEX "monitoring_errors_user_id_idx" ON "monitoring_errors"("user_id");

DROP FUNCTION "botlens_sender"(text, varchar, varchar);
