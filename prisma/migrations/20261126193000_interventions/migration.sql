-- What a capture did to the page beyond looking at it: [{ kind, rule, what, count }].
ALTER TABLE "Snapshot" ADD COLUMN "interventions" JSONB NOT NULL DEFAULT '[]';
