-- Which documents of a sample hold a lexeme, a bit for each document; the empty lexeme stands for all of them.
CREATE TABLE "SearchSample" (
  "lexeme" TEXT COLLATE "C" NOT NULL,
  "holders" BIT VARYING NOT NULL,
  CONSTRAINT "SearchSample_pkey" PRIMARY KEY ("lexeme")
);
