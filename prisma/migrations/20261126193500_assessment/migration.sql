-- When a ready snapshot was compared with the live page, and whose second pass a version is.
ALTER TABLE "Snapshot" ADD COLUMN "assessedAt" TIMESTAMPTZ(3), ADD COLUMN "passOf" UUID;

-- One second pass for each version, however often its assessment runs.
CREATE UNIQUE INDEX "Snapshot_passOf_key" ON "Snapshot"("passOf");

-- Those that wait for an assessment are few at any time.
CREATE INDEX "Snapshot_unassessed" ON "Snapshot"("id")
  WHERE "status" = 'ready' AND "assessedAt" IS NULL AND "verdict" IN ('good', 'partial');
