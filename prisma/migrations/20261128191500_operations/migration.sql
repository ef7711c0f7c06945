-- What was done to many links or tags at once, so that it can be taken back: the plan, how tags were before, and every tag
-- that was given to a link or taken from it.
CREATE TYPE "OperationStatus" AS ENUM ('queued', 'done', 'failed', 'undoing', 'undone');

CREATE TABLE "Operation" (
    "id" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" "OperationStatus" NOT NULL,
    "plan" JSONB NOT NULL,
    "subject" JSONB NOT NULL,
    "tagsBefore" JSONB NOT NULL DEFAULT '[]',
    "linksTotal" INTEGER NOT NULL DEFAULT 0,
    "linksDone" INTEGER NOT NULL DEFAULT 0,
    "linksChanged" INTEGER NOT NULL DEFAULT 0,
    "errorCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Operation_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Operation_libraryId_id_idx" ON "Operation"("libraryId", "id" DESC);
CREATE INDEX "Operation_createdAt_idx" ON "Operation"("createdAt");
ALTER TABLE "Operation" ADD CONSTRAINT "Operation_libraryId_fkey"
  FOREIGN KEY ("libraryId") REFERENCES "Library"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- No foreign keys to links and tags: a step outlives what it speaks of, and is passed over then.
CREATE TABLE "OperationStep" (
    "id" BIGSERIAL NOT NULL,
    "operationId" UUID NOT NULL,
    "linkId" UUID NOT NULL,
    "tagId" UUID,
    "change" TEXT NOT NULL,

    CONSTRAINT "OperationStep_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "OperationStep_change_check" CHECK ("change" IN ('tagged', 'untagged', 'published', 'hidden'))
);
CREATE INDEX "OperationStep_operationId_id_idx" ON "OperationStep"("operationId", "id");
ALTER TABLE "OperationStep" ADD CONSTRAINT "OperationStep_operationId_fkey"
  FOREIGN KEY ("operationId") REFERENCES "Operation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Links whose words have changed and whose search documents have not: a chore indexes them anew.
CREATE TABLE "SearchChange" (
    "id" BIGSERIAL NOT NULL,
    "linkId" UUID NOT NULL,

    CONSTRAINT "SearchChange_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "SearchChange_linkId_idx" ON "SearchChange"("linkId");
