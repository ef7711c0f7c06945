-- A fingerprint of each article, by whose bands reposts of it are found. Version 0: not made yet, a chore makes it.
CREATE TABLE "ArticleFingerprint" (
    "linkId" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "hash" BIGINT NOT NULL DEFAULT 0,
    "bands" INTEGER[] NOT NULL DEFAULT '{}',
    "textLength" INTEGER NOT NULL DEFAULT 0,
    "version" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "ArticleFingerprint_pkey" PRIMARY KEY ("linkId")
);
CREATE INDEX "ArticleFingerprint_version_idx" ON "ArticleFingerprint"("version");
CREATE INDEX "ArticleFingerprint_bands_idx" ON "ArticleFingerprint" USING GIN ("bands");
ALTER TABLE "ArticleFingerprint" ADD CONSTRAINT "ArticleFingerprint_linkId_fkey"
  FOREIGN KEY ("linkId") REFERENCES "Link"("id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "ArticleFingerprint" ("linkId", "libraryId") SELECT "linkId", "libraryId" FROM "SearchDocument";
