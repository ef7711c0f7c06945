-- What is done by itself with links that fit: looked at when a link is saved and when its first copy is there.
CREATE TABLE "Rule" (
    "id" UUID NOT NULL,
    "libraryId" UUID NOT NULL,
    "q" TEXT NOT NULL,
    "urlPattern" TEXT,
    "addTags" TEXT[] NOT NULL,
    "visibility" "Visibility",
    "isEnabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Rule_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Rule_libraryId_id_idx" ON "Rule"("libraryId", "id");
ALTER TABLE "Rule" ADD CONSTRAINT "Rule_libraryId_fkey"
  FOREIGN KEY ("libraryId") REFERENCES "Library"("id") ON DELETE CASCADE ON UPDATE CASCADE;
