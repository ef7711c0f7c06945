-- Other addresses under which a link is known: of the same page on another host, and where it redirected to. What makes a
-- link itself, its canonical address, stays as it is.
CREATE TABLE "LinkAddress" (
    "libraryId" UUID NOT NULL,
    "digest" CHAR(64) NOT NULL,
    "linkId" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "LinkAddress_pkey" PRIMARY KEY ("libraryId", "digest")
);
CREATE INDEX "LinkAddress_linkId_idx" ON "LinkAddress"("linkId");
ALTER TABLE "LinkAddress" ADD CONSTRAINT "LinkAddress_linkId_fkey"
  FOREIGN KEY ("linkId") REFERENCES "Link"("id") ON DELETE CASCADE ON UPDATE CASCADE;
