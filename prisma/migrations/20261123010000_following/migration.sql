-- CreateTable
CREATE TABLE "import_checkpoints" (
    "source" VARCHAR(1000) COLLATE "C" NOT NULL,
    "table_name" VARCHAR(63) NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_checkpoints_pkey" PRIMARY KEY ("source","table_name")
);

-- CreateTable
CREATE TABLE "imported_feedback" (
    "source" VARCHAR(1000) COLLATE "C" NOT NULL,
    "feedback_id" VARCHAR(255) COLLATE "C" NOT NULL,

    CONSTRAINT "imported_feedback_pkey" PRIMARY KEY ("source","feedback_id")
);
