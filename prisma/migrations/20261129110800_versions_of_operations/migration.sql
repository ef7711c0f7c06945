-- Which versions an operation queued, so that those that still wait can be taken back: new ones go, one that had failed
-- before fails again as it did.
ALTER TABLE "OperationStep" ADD COLUMN "snapshotId" UUID, ADD COLUMN "before" JSONB,
  DROP CONSTRAINT "OperationStep_change_check",
  ADD CONSTRAINT "OperationStep_change_check"
    CHECK ("change" IN ('tagged', 'untagged', 'published', 'hidden', 'queued') AND ("change" = 'queued') = ("snapshotId" IS NOT NULL));

-- A version that nobody began is no copy that somebody could miss.
DROP TRIGGER "Snapshot_audit_delete" ON "Snapshot";
CREATE TRIGGER "Snapshot_audit_delete" AFTER DELETE ON "Snapshot"
  FOR EACH ROW WHEN (OLD."status" <> 'queued') EXECUTE FUNCTION "auditSnapshot"();
