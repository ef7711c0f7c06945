-- Ready snapshots by the extractor that read them last: those of older ones are read again, oldest version first.
CREATE INDEX "Snapshot_extracted" ON "Snapshot"("extractorVersion", "id") WHERE "status" = 'ready';
