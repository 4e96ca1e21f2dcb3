-- CreateTable
CREATE TABLE "botlens_tokens" (
    "id" VARCHAR(32) COLLATE "C" NOT NULL,
    "name" VARCHAR(255) NOT NULL,
    "hash" VARCHAR(64) COLLATE "C" NOT NULL,
    "scopes" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "botlens_tokens_pkey" PRIMARY KEY ("id")
);
