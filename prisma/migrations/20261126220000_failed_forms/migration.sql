-- Forms that a worker could not make yet, by name: { version, tries, code, at }.
ALTER TABLE "Snapshot" ADD COLUMN "failedForms" JSONB NOT NULL DEFAULT '{}';
