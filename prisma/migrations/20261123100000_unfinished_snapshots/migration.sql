-- Recovery looks every few seconds for snapshots whose worker died. They are few among very many finished ones.
CREATE INDEX "Snapshot_unfinished" ON "Snapshot" ("status", "leaseUntil") WHERE "status" IN ('queued', 'capturing');
