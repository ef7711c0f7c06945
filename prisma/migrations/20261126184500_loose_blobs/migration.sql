-- A blob belongs to a snapshot when a row of Artifact or Resource names it, the manifest like all others.
INSERT INTO "Artifact" ("snapshotId", "kind", "blobDigest", "contentType", "sizeBytes")
SELECT s."id", 'manifest', b."digest", 'application/json', b."sizeBytes"
FROM "Snapshot" s JOIN "Blob" b ON b."digest" = s."manifestDigest"
ON CONFLICT DO NOTHING;

-- The row of a blob that a resource names cannot be forgotten.
ALTER TABLE "Resource" DROP CONSTRAINT "Resource_blobDigest_fkey";
ALTER TABLE "Resource" ADD CONSTRAINT "Resource_blobDigest_fkey"
  FOREIGN KEY ("blobDigest") REFERENCES "Blob"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "LooseBlob" (
    "digest" CHAR(64) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LooseBlob_pkey" PRIMARY KEY ("digest")
);
CREATE INDEX "LooseBlob_since_idx" ON "LooseBlob"("since");
