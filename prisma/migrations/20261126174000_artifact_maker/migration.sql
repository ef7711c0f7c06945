-- Artifacts made on demand say which version of their maker made them, those of the capture itself say nothing.
ALTER TABLE "Artifact" ADD COLUMN "makerVersion" INTEGER;
