-- The worker asks every minute for documents of an older tokenizer. Mostly there are none: then it must cost nothing.
CREATE INDEX "SearchDocument_tokenizer_idx" ON "SearchDocument" ("tokenizer");
