-- A text may be kept as what is new in it beside another one: the row of that one stays as long as this one does.
ALTER TABLE "Blob" ADD COLUMN "baseDigest" CHAR(64);
ALTER TABLE "Blob" ADD CONSTRAINT "Blob_baseDigest_fkey" FOREIGN KEY ("baseDigest") REFERENCES "Blob"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "Blob_baseDigest_idx" ON "Blob"("baseDigest");
