-- Documents of an older tokenizer are walked in order, so that one that cannot be indexed is passed over.
DROP INDEX "SearchDocument_tokenizer_idx";
CREATE INDEX "SearchDocument_tokenizer_linkId_idx" ON "SearchDocument" ("tokenizer", "linkId");
