-- Who did what to accounts and to what they keep. No foreign keys: an entry outlives what it tells of.
CREATE TABLE "AuditEntry" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "actorId" UUID,
    "subject" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "address" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "AuditEntry_actorId_id_idx" ON "AuditEntry"("actorId", "id" DESC);
CREATE INDEX "AuditEntry_createdAt_idx" ON "AuditEntry"("createdAt");

-- Deletions and visibility are noted where the rows change, so that no way to them is forgotten. Only a library's owner
-- may change it; without an owner the whole library is going.
CREATE FUNCTION "auditLink"() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER "Link_audit_delete" AFTER DELETE ON "Link"
  FOR EACH ROW EXECUTE FUNCTION "auditLink"();
CREATE TRIGGER "Link_audit_insert" AFTER INSERT ON "Link"
  FOR EACH ROW WHEN (NEW."visibility" = 'public') EXECUTE FUNCTION "auditLink"();
CREATE TRIGGER "Link_audit_update" AFTER UPDATE OF "visibility" ON "Link"
  FOR EACH ROW WHEN (OLD."visibility" <> NEW."visibility") EXECUTE FUNCTION "auditLink"();

-- A version that goes together with its link is told of by the link.
CREATE FUNCTION "auditSnapshot"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AuditEntry" ("kind", "actorId", "subject")
  SELECT 'snapshot_deleted', y."ownerId", OLD."url"
  FROM "Link" l JOIN "Library" y ON y."id" = l."libraryId" WHERE l."id" = OLD."linkId";
  RETURN NULL;
END $$;
CREATE TRIGGER "Snapshot_audit_delete" AFTER DELETE ON "Snapshot"
  FOR EACH ROW EXECUTE FUNCTION "auditSnapshot"();

-- A link that lets one person in, once. Only the digest of its secret is kept.
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "digest" CHAR(64) NOT NULL,
    "role" "Role" NOT NULL,
    "note" TEXT NOT NULL,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Invitation_digest_key" ON "Invitation"("digest");
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_createdById_fkey"
  FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
