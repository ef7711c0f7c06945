-- What has changed since the records beside the blobs were written: links by their id, libraries by theirs. Writers only
-- append, so nobody waits for another; a chore of the worker takes the rows and writes the records (docs/decisions/022).
CREATE TABLE "RecordChange" (
    "id" BIGSERIAL NOT NULL,
    "linkId" UUID,
    "libraryId" UUID,

    CONSTRAINT "RecordChange_pkey" PRIMARY KEY ("id")
);

-- Everything that is there now.
INSERT INTO "RecordChange" ("libraryId") SELECT "id" FROM "Library";
INSERT INTO "RecordChange" ("linkId") SELECT "id" FROM "Link";

-- Rows that come or go.
CREATE FUNCTION "noteRecordRows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'Link' THEN
    INSERT INTO "RecordChange" ("linkId") SELECT "id" FROM changed;
  ELSIF TG_TABLE_NAME IN ('LinkTag', 'Snapshot') THEN
    INSERT INTO "RecordChange" ("linkId") SELECT DISTINCT "linkId" FROM changed;
  ELSIF TG_TABLE_NAME = 'Library' THEN
    INSERT INTO "RecordChange" ("libraryId") SELECT "id" FROM changed;
  ELSE
    INSERT INTO "RecordChange" ("libraryId") SELECT DISTINCT "libraryId" FROM changed;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "Link_recorded_new" AFTER INSERT ON "Link" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Link_recorded_gone" AFTER DELETE ON "Link" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "LinkTag_recorded_new" AFTER INSERT ON "LinkTag" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "LinkTag_recorded_gone" AFTER DELETE ON "LinkTag" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Snapshot_recorded_new" AFTER INSERT ON "Snapshot" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Snapshot_recorded_gone" AFTER DELETE ON "Snapshot" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Tag_recorded_new" AFTER INSERT ON "Tag" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Tag_recorded_gone" AFTER DELETE ON "Tag" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "TagAlias_recorded_new" AFTER INSERT ON "TagAlias" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "TagAlias_recorded_gone" AFTER DELETE ON "TagAlias" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Library_recorded_new" AFTER INSERT ON "Library" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Library_recorded_gone" AFTER DELETE ON "Library" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();

-- Rows that change: only what a record says. Heartbeats and counters cost nothing.
CREATE FUNCTION "noteRecordChange"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'Link' THEN
    INSERT INTO "RecordChange" ("linkId") VALUES (NEW."id");
  ELSIF TG_TABLE_NAME = 'Snapshot' THEN
    INSERT INTO "RecordChange" ("linkId") VALUES (NEW."linkId");
  ELSIF TG_TABLE_NAME = 'Tag' THEN
    INSERT INTO "RecordChange" ("libraryId") VALUES (NEW."libraryId");
  ELSE
    INSERT INTO "RecordChange" ("libraryId") SELECT "id" FROM "Library" WHERE "ownerId" = NEW."id";
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "Link_recorded" AFTER UPDATE ON "Link" FOR EACH ROW
  WHEN ((OLD."originalUrl", OLD."title", OLD."note", OLD."visibility", OLD."frontId", OLD."updatedAt")
    IS DISTINCT FROM (NEW."originalUrl", NEW."title", NEW."note", NEW."visibility", NEW."frontId", NEW."updatedAt"))
  EXECUTE FUNCTION "noteRecordChange"();
CREATE TRIGGER "Snapshot_recorded" AFTER UPDATE ON "Snapshot" FOR EACH ROW
  WHEN ((OLD."status" IS DISTINCT FROM NEW."status" AND (OLD."status" IN ('ready', 'failed') OR NEW."status" IN ('ready', 'failed')))
    OR OLD."verdict" IS DISTINCT FROM NEW."verdict" OR OLD."manifestDigest" IS DISTINCT FROM NEW."manifestDigest"
    OR OLD."assessedAt" IS DISTINCT FROM NEW."assessedAt" OR OLD."fidelity" IS DISTINCT FROM NEW."fidelity")
  EXECUTE FUNCTION "noteRecordChange"();
CREATE TRIGGER "Tag_recorded" AFTER UPDATE ON "Tag" FOR EACH ROW
  WHEN ((OLD."path", OLD."color") IS DISTINCT FROM (NEW."path", NEW."color"))
  EXECUTE FUNCTION "noteRecordChange"();
CREATE TRIGGER "User_recorded" AFTER UPDATE ON "User" FOR EACH ROW
  WHEN ((OLD."email", OLD."name", OLD."role") IS DISTINCT FROM (NEW."email", NEW."name", NEW."role"))
  EXECUTE FUNCTION "noteRecordChange"();
