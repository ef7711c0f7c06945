-- How a page is captured may be said of one version, or by a rule for all links that fit. Rules have an order of their own.
ALTER TABLE "Snapshot" ADD COLUMN "capture" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "Rule" ADD COLUMN "capture" JSONB NOT NULL DEFAULT '{}', ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0;
UPDATE "Rule" r SET "position" = o."position" FROM (
  SELECT "id", row_number() OVER (PARTITION BY "libraryId" ORDER BY "id") AS "position" FROM "Rule") o
WHERE r."id" = o."id";
DROP INDEX "Rule_libraryId_id_idx";
CREATE INDEX "Rule_libraryId_position_idx" ON "Rule"("libraryId", "position");
