-- Queries that a person keeps under a name.
CREATE TABLE "SavedSearch" (
    "id" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "q" TEXT NOT NULL,
    "sort" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SavedSearch_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "SavedSearch_sort_check" CHECK ("sort" IN ('relevance', 'newest', 'oldest'))
);
CREATE UNIQUE INDEX "SavedSearch_libraryId_key_key" ON "SavedSearch"("libraryId", "key");
CREATE INDEX "SavedSearch_libraryId_id_idx" ON "SavedSearch"("libraryId", "id");
ALTER TABLE "SavedSearch" ADD CONSTRAINT "SavedSearch_libraryId_fkey"
  FOREIGN KEY ("libraryId") REFERENCES "Library"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- They are told in the record of the library beside the blobs (docs/decisions/022).
CREATE TRIGGER "SavedSearch_recorded_new" AFTER INSERT ON "SavedSearch" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "SavedSearch_recorded" AFTER UPDATE ON "SavedSearch" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "SavedSearch_recorded_gone" AFTER DELETE ON "SavedSearch" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
