-- Somebody who is removed is gone at once, and leaves their library to a chore that takes it away in steps.
ALTER TABLE "Library" ALTER COLUMN "ownerId" DROP NOT NULL;
ALTER TABLE "Library" DROP CONSTRAINT "Library_ownerId_fkey";
ALTER TABLE "Library" ADD CONSTRAINT "Library_ownerId_fkey"
  FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "Library_left" ON "Library" ("id") WHERE "ownerId" IS NULL;

-- What goes with such a library is told of by the entry about its owner.
CREATE OR REPLACE FUNCTION "auditLink"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  link "Link" := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  owner UUID := (SELECT "ownerId" FROM "Library" WHERE "id" = link."libraryId");
BEGIN
  IF owner IS NULL THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN
    INSERT INTO "AuditEntry" ("kind", "actorId", "subject") VALUES ('link_deleted', owner, link."originalUrl");
  ELSE
    INSERT INTO "AuditEntry" ("kind", "actorId", "subject", "detail")
    VALUES ('visibility_changed', owner, link."originalUrl", jsonb_build_object('visibility', link."visibility"));
  END IF;
  RETURN NULL;
END $$;
