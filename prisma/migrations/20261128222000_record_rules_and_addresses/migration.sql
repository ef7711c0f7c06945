-- Rules and other addresses of links are told in the records beside the blobs too (docs/decisions/022).
CREATE OR REPLACE FUNCTION "noteRecordRows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'Link' THEN
    INSERT INTO "RecordChange" ("linkId") SELECT "id" FROM changed;
  ELSIF TG_TABLE_NAME IN ('LinkTag', 'LinkAddress', 'Snapshot') THEN
    INSERT INTO "RecordChange" ("linkId") SELECT DISTINCT "linkId" FROM changed;
  ELSIF TG_TABLE_NAME = 'Library' THEN
    INSERT INTO "RecordChange" ("libraryId") SELECT "id" FROM changed;
  ELSE
    INSERT INTO "RecordChange" ("libraryId") SELECT DISTINCT "libraryId" FROM changed;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "LinkAddress_recorded_new" AFTER INSERT ON "LinkAddress" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "LinkAddress_recorded_gone" AFTER DELETE ON "LinkAddress" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Rule_recorded_new" AFTER INSERT ON "Rule" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Rule_recorded" AFTER UPDATE ON "Rule" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "Rule_recorded_gone" AFTER DELETE ON "Rule" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();

-- What is there now.
INSERT INTO "RecordChange" ("libraryId") SELECT DISTINCT "libraryId" FROM "Rule";
INSERT INTO "RecordChange" ("linkId") SELECT DISTINCT "linkId" FROM "LinkAddress";
