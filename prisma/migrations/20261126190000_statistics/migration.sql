-- What a version keeps, each blob once and before compression: what it would take alone.
ALTER TABLE "Snapshot" ADD COLUMN "keptBytes" BIGINT NOT NULL DEFAULT 0;
UPDATE "Snapshot" s SET "keptBytes" = kept."bytes" FROM (
  SELECT k."snapshotId", sum(b."sizeBytes") AS "bytes" FROM (
    SELECT "snapshotId", "blobDigest" FROM "Artifact" WHERE "makerVersion" IS NULL
    UNION SELECT "snapshotId", "blobDigest" FROM "Resource" WHERE "blobDigest" IS NOT NULL) k
  JOIN "Blob" b ON b."digest" = k."blobDigest" GROUP BY 1) kept
WHERE s."id" = kept."snapshotId" AND s."status" = 'ready';

-- Counters: sums, and changes that are not in them yet. Writers only append, so nobody waits for another.
CREATE TABLE "Statistic" (
    "scope" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "Statistic_pkey" PRIMARY KEY ("scope","name")
);
CREATE TABLE "StatisticChange" (
    "id" BIGSERIAL NOT NULL,
    "scope" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "change" BIGINT NOT NULL,

    CONSTRAINT "StatisticChange_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "StatisticChange_scope_idx" ON "StatisticChange"("scope");

-- What a snapshot adds to the counters of its library.
CREATE FUNCTION "snapshotCounts"(s "Snapshot") RETURNS TABLE ("name" TEXT, "value" BIGINT)
LANGUAGE sql STABLE AS $$
  SELECT * FROM (VALUES
    ('snapshots.' || s."status", 1::bigint),
    ('verdicts.' || s."verdict", 1::bigint),
    ('seenBytes', s."keptBytes"),
    ('addedBytes', s."newBytes")) AS counts("name", "value")
  WHERE "name" IS NOT NULL AND "value" <> 0
$$;

-- Sums of what is there now.
INSERT INTO "Statistic" ("scope", "name", "value")
  SELECT "libraryId", 'links', count(*) FROM "Link" GROUP BY 1
  UNION ALL SELECT s."libraryId", c."name", sum(c."value") FROM "Snapshot" s, "snapshotCounts"(s) c GROUP BY 1, 2
  UNION ALL SELECT '00000000-0000-0000-0000-000000000000'::uuid, c."name", c."value" FROM (
    SELECT count(*) AS "n", coalesce(sum("sizeBytes"), 0) AS "size", coalesce(sum("storedBytes"), 0) AS "stored"
    FROM "Blob") b, LATERAL (VALUES ('blobs', b."n"), ('contentBytes', b."size"), ('storedBytes', b."stored")) AS c("name", "value");

-- One function for every table: which columns count is said here, whether rows come or go by the trigger's argument.
CREATE FUNCTION "noteStatistics"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sign bigint := TG_ARGV[0];
BEGIN
  IF TG_TABLE_NAME = 'Link' THEN
    INSERT INTO "StatisticChange" ("scope", "name", "change")
      SELECT "libraryId", 'links', sign * count(*) FROM changed GROUP BY 1;
  ELSIF TG_TABLE_NAME = 'Snapshot' THEN
    INSERT INTO "StatisticChange" ("scope", "name", "change")
      SELECT s."libraryId", c."name", sign * sum(c."value") FROM changed s, "snapshotCounts"(s::"Snapshot") c GROUP BY 1, 2;
  ELSE
    INSERT INTO "StatisticChange" ("scope", "name", "change")
      SELECT '00000000-0000-0000-0000-000000000000', c."name", sign * c."value" FROM (
        SELECT count(*) AS "n", sum("sizeBytes") AS "size", sum("storedBytes") AS "stored" FROM changed) b,
        LATERAL (VALUES ('blobs', b."n"), ('contentBytes', b."size"), ('storedBytes', b."stored")) AS c("name", "value")
      WHERE b."n" > 0;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "Link_came" AFTER INSERT ON "Link" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteStatistics"('1');
CREATE TRIGGER "Link_went" AFTER DELETE ON "Link" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteStatistics"('-1');
CREATE TRIGGER "Snapshot_came" AFTER INSERT ON "Snapshot" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteStatistics"('1');
CREATE TRIGGER "Snapshot_went" AFTER DELETE ON "Snapshot" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteStatistics"('-1');
CREATE TRIGGER "Blob_came" AFTER INSERT ON "Blob" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteStatistics"('1');
CREATE TRIGGER "Blob_went" AFTER DELETE ON "Blob" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteStatistics"('-1');

-- Snapshots change often and seldom count differently afterwards: heartbeats and stages cost nothing.
CREATE FUNCTION "noteSnapshotChange"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "StatisticChange" ("scope", "name", "change")
    SELECT NEW."libraryId", "name", sum("value") FROM (
      SELECT "name", "value" FROM "snapshotCounts"(NEW)
      UNION ALL SELECT "name", -"value" FROM "snapshotCounts"(OLD)) c
    GROUP BY "name" HAVING sum("value") <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER "Snapshot_changed" AFTER UPDATE ON "Snapshot" FOR EACH ROW
  WHEN (OLD."status" IS DISTINCT FROM NEW."status" OR OLD."verdict" IS DISTINCT FROM NEW."verdict"
    OR OLD."keptBytes" <> NEW."keptBytes" OR OLD."newBytes" <> NEW."newBytes")
  EXECUTE FUNCTION "noteSnapshotChange"();
