-- A tag may also be moved from one link or name to another in place: merging does.
CREATE TRIGGER "LinkTag_recorded" AFTER UPDATE ON "LinkTag" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
CREATE TRIGGER "TagAlias_recorded" AFTER UPDATE ON "TagAlias" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRecordRows"();
