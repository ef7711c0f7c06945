-- A large library goes in steps, before its owner does: of that one entry tells, and not one for each of its links.
CREATE OR REPLACE FUNCTION "auditLink"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  link "Link" := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  owner UUID := (SELECT "ownerId" FROM "Library" WHERE "id" = link."libraryId");
BEGIN
  IF owner IS NULL OR current_setting('linkhome.library_goes', true) = 'on' THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO "AuditEntry" ("kind", "actorId", "subject") VALUES ('link_deleted', owner, link."originalUrl");
  ELSE
    INSERT INTO "AuditEntry" ("kind", "actorId", "subject", "detail")
    VALUES ('visibility_changed', owner, link."originalUrl", jsonb_build_object('visibility', link."visibility"));
  END IF;
  RETURN NULL;
END $$;
