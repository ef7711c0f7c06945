-- What else could be seen on a page than its article. It is searched as well, and fills when links are indexed anew.
ALTER TABLE "SearchText" ADD COLUMN "rest" TEXT NOT NULL DEFAULT '';
