-- A search that a feed reader follows by a secret address: of a saved search, or of a query of its own.
CREATE TABLE "Feed" (
    "id" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "savedSearchId" UUID,
    "name" TEXT,
    "q" TEXT,
    "digest" CHAR(64) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "contentDigest" CHAR(64),
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Feed_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Feed_of_one_thing" CHECK (
      ("savedSearchId" IS NULL) = ("q" IS NOT NULL) AND ("savedSearchId" IS NULL) = ("name" IS NOT NULL))
);
CREATE UNIQUE INDEX "Feed_digest_key" ON "Feed"("digest");
CREATE INDEX "Feed_libraryId_id_idx" ON "Feed"("libraryId", "id");
CREATE INDEX "Feed_savedSearchId_idx" ON "Feed"("savedSearchId");
ALTER TABLE "Feed" ADD CONSTRAINT "Feed_libraryId_fkey"
  FOREIGN KEY ("libraryId") REFERENCES "Library"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Feed" ADD CONSTRAINT "Feed_savedSearchId_fkey"
  FOREIGN KEY ("savedSearchId") REFERENCES "SavedSearch"("id") ON DELETE CASCADE ON UPDATE CASCADE;
