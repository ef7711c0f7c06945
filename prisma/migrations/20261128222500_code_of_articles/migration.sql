-- The blocks of code of an article, in which `code:` looks. Filled as links are indexed anew.
ALTER TABLE "SearchText" ADD COLUMN "code" TEXT NOT NULL DEFAULT '';
