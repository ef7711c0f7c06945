-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'member');

-- CreateEnum
CREATE TYPE "Visibility" AS ENUM ('private', 'public');

-- CreateEnum
CREATE TYPE "SnapshotStatus" AS ENUM ('queued', 'capturing', 'ready', 'failed');

-- CreateEnum
CREATE TYPE "Stage" AS ENUM ('queued', 'loading', 'settling', 'freezing', 'storing', 'extracting', 'indexing', 'done');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('good', 'http_error', 'wall', 'empty', 'partial');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" "Role" NOT NULL DEFAULT 'member',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "digest" CHAR(64) NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Library" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Library_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Link" (
    "id" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "originalUrl" TEXT NOT NULL,
    "canonicalUrl" TEXT NOT NULL,
    "canonicalDigest" CHAR(64) NOT NULL,
    "site" TEXT NOT NULL,
    "title" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "visibility" "Visibility" NOT NULL DEFAULT 'private',
    "frontId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tag" (
    "id" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "color" TEXT,
    "linkCount" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Tag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TagAlias" (
    "id" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "tagId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "TagAlias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LinkTag" (
    "tagId" UUID NOT NULL,
    "linkId" UUID NOT NULL,

    CONSTRAINT "LinkTag_pkey" PRIMARY KEY ("tagId","linkId")
);

-- CreateTable
CREATE TABLE "Snapshot" (
    "id" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "linkId" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "status" "SnapshotStatus" NOT NULL DEFAULT 'queued',
    "stage" "Stage" NOT NULL DEFAULT 'queued',
    "verdict" "Verdict",
    "errorCode" TEXT,
    "errorDetail" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease" UUID,
    "leaseUntil" TIMESTAMPTZ(3),
    "finalUrl" TEXT,
    "httpStatus" INTEGER,
    "contentType" TEXT,
    "title" TEXT,
    "byline" TEXT,
    "siteName" TEXT,
    "excerpt" TEXT,
    "lang" TEXT,
    "publishedAt" TIMESTAMPTZ(3),
    "wordCount" INTEGER,
    "capturedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "durationMs" INTEGER,
    "resourcesTotal" INTEGER NOT NULL DEFAULT 0,
    "resourcesStored" INTEGER NOT NULL DEFAULT 0,
    "resourcesFailed" INTEGER NOT NULL DEFAULT 0,
    "resourcesBytes" BIGINT NOT NULL DEFAULT 0,
    "newBytes" BIGINT NOT NULL DEFAULT 0,
    "fidelity" JSONB,
    "contentDigest" CHAR(64),
    "manifestDigest" CHAR(64),
    "extractorVersion" INTEGER,

    CONSTRAINT "Snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Resource" (
    "id" UUID NOT NULL,
    "snapshotId" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "method" TEXT NOT NULL DEFAULT 'GET',
    "httpStatus" INTEGER,
    "contentType" TEXT,
    "sizeBytes" BIGINT NOT NULL DEFAULT 0,
    "blobDigest" CHAR(64),
    "failure" TEXT,

    CONSTRAINT "Resource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Artifact" (
    "snapshotId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "blobDigest" CHAR(64) NOT NULL,
    "contentType" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,

    CONSTRAINT "Artifact_pkey" PRIMARY KEY ("snapshotId","kind")
);

-- CreateTable
CREATE TABLE "Blob" (
    "digest" CHAR(64) NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "storedBytes" BIGINT NOT NULL,
    "encoding" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Blob_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "SnapshotEvent" (
    "id" BIGSERIAL NOT NULL,
    "snapshotId" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SnapshotEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "actorId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "requestDigest" CHAR(64) NOT NULL,
    "response" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("actorId","key")
);

-- CreateTable
CREATE TABLE "SearchDocument" (
    "linkId" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "site" TEXT NOT NULL,
    "lang" TEXT,
    "titleVector" tsvector NOT NULL,
    "bodyVector" tsvector NOT NULL,
    "textLength" INTEGER NOT NULL,
    "tokenizer" SMALLINT NOT NULL,

    CONSTRAINT "SearchDocument_pkey" PRIMARY KEY ("linkId")
);

-- CreateTable
CREATE TABLE "SearchText" (
    "linkId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "SearchText_pkey" PRIMARY KEY ("linkId")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Account_userId_idx" ON "Account"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_providerId_accountId_key" ON "Account"("providerId", "accountId");

-- CreateIndex
CREATE INDEX "Verification_identifier_idx" ON "Verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_digest_key" ON "ApiToken"("digest");

-- CreateIndex
CREATE INDEX "ApiToken_userId_id_idx" ON "ApiToken"("userId", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Library_ownerId_key" ON "Library"("ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "Link_frontId_key" ON "Link"("frontId");

-- CreateIndex
CREATE INDEX "Link_libraryId_id_idx" ON "Link"("libraryId", "id" DESC);

-- CreateIndex
CREATE INDEX "Link_libraryId_site_id_idx" ON "Link"("libraryId", "site", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Link_libraryId_canonicalDigest_key" ON "Link"("libraryId", "canonicalDigest");

-- CreateIndex
CREATE UNIQUE INDEX "Tag_libraryId_key_key" ON "Tag"("libraryId", "key");

-- CreateIndex
CREATE INDEX "TagAlias_tagId_idx" ON "TagAlias"("tagId");

-- CreateIndex
CREATE UNIQUE INDEX "TagAlias_libraryId_key_key" ON "TagAlias"("libraryId", "key");

-- CreateIndex
CREATE INDEX "LinkTag_linkId_tagId_idx" ON "LinkTag"("linkId", "tagId");

-- CreateIndex
CREATE INDEX "Snapshot_linkId_id_idx" ON "Snapshot"("linkId", "id" DESC);

-- CreateIndex
CREATE INDEX "Snapshot_libraryId_id_idx" ON "Snapshot"("libraryId", "id" DESC);

-- CreateIndex
CREATE INDEX "Snapshot_libraryId_status_id_idx" ON "Snapshot"("libraryId", "status", "id" DESC);

-- CreateIndex
CREATE INDEX "Resource_snapshotId_id_idx" ON "Resource"("snapshotId", "id");

-- CreateIndex
CREATE INDEX "Resource_blobDigest_idx" ON "Resource"("blobDigest");

-- CreateIndex
CREATE INDEX "Artifact_blobDigest_idx" ON "Artifact"("blobDigest");

-- CreateIndex
CREATE INDEX "SnapshotEvent_snapshotId_id_idx" ON "SnapshotEvent"("snapshotId", "id");

-- CreateIndex
CREATE INDEX "SnapshotEvent_libraryId_id_idx" ON "SnapshotEvent"("libraryId", "id");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- CreateIndex
CREATE INDEX "SearchDocument_libraryId_linkId_idx" ON "SearchDocument"("libraryId", "linkId" DESC);

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Library" ADD CONSTRAINT "Library_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Link" ADD CONSTRAINT "Link_libraryId_fkey" FOREIGN KEY ("libraryId") REFERENCES "Library"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Link" ADD CONSTRAINT "Link_frontId_fkey" FOREIGN KEY ("frontId") REFERENCES "Snapshot"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tag" ADD CONSTRAINT "Tag_libraryId_fkey" FOREIGN KEY ("libraryId") REFERENCES "Library"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TagAlias" ADD CONSTRAINT "TagAlias_libraryId_fkey" FOREIGN KEY ("libraryId") REFERENCES "Library"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TagAlias" ADD CONSTRAINT "TagAlias_tagId_fkey" FOREIGN KEY ("tagId") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkTag" ADD CONSTRAINT "LinkTag_tagId_fkey" FOREIGN KEY ("tagId") REFERENCES "Tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkTag" ADD CONSTRAINT "LinkTag_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "Link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Snapshot" ADD CONSTRAINT "Snapshot_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "Link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Resource" ADD CONSTRAINT "Resource_snapshotId_fkey" FOREIGN KEY ("snapshotId") REFERENCES "Snapshot"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Resource" ADD CONSTRAINT "Resource_blobDigest_fkey" FOREIGN KEY ("blobDigest") REFERENCES "Blob"("digest") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Artifact" ADD CONSTRAINT "Artifact_snapshotId_fkey" FOREIGN KEY ("snapshotId") REFERENCES "Snapshot"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Artifact" ADD CONSTRAINT "Artifact_blobDigest_fkey" FOREIGN KEY ("blobDigest") REFERENCES "Blob"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SnapshotEvent" ADD CONSTRAINT "SnapshotEvent_snapshotId_fkey" FOREIGN KEY ("snapshotId") REFERENCES "Snapshot"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SearchDocument" ADD CONSTRAINT "SearchDocument_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "Link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SearchText" ADD CONSTRAINT "SearchText_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "SearchDocument"("linkId") ON DELETE CASCADE ON UPDATE CASCADE;


-- By hand: what the schema language cannot say.

-- One owner for ever: two tabs that finish set-up at the same moment cannot both win.
CREATE UNIQUE INDEX "User_single_owner" ON "User" ("role") WHERE "role" = 'owner';

-- A snapshot shown as ready has its bytes: no row can claim `ready` without a verdict and a moment of capture.
ALTER TABLE "Snapshot" ADD CONSTRAINT "Snapshot_ready_is_whole"
  CHECK ("status" <> 'ready' OR ("verdict" IS NOT NULL AND "capturedAt" IS NOT NULL AND "lease" IS NULL));
ALTER TABLE "Snapshot" ADD CONSTRAINT "Snapshot_failed_says_why"
  CHECK ("status" <> 'failed' OR "errorCode" IS NOT NULL);

-- Inverted indexes of the search documents with small pending lists, so that no reader pays for a long unmerged tail.
CREATE INDEX "SearchDocument_title" ON "SearchDocument" USING gin ("titleVector") WITH (gin_pending_list_limit = 256);
CREATE INDEX "SearchDocument_body" ON "SearchDocument" USING gin ("bodyVector") WITH (gin_pending_list_limit = 1024);
-- ANALYZE detoasts 300 rows per unit of target: keep it cheap on the wide vectors.
ALTER TABLE "SearchDocument" ALTER "bodyVector" SET STATISTICS 50;
ALTER TABLE "SearchDocument" ALTER "titleVector" SET STATISTICS 100;
