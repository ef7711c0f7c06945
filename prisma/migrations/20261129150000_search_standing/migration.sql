-- What every search asks first. As a function its plan is made once for each connection; made anew with each search it took
-- longer than all that it reads. The oldest tokenizer is read from its index, whatever the planner was told of prices.
CREATE FUNCTION "searchStanding"(
  "current" SMALLINT,
  OUT "isAlone" BOOLEAN, OUT "documents" DOUBLE PRECISION, OUT "blocks" INTEGER, OUT "isCurrent" BOOLEAN, OUT "isSettled" BOOLEAN
) LANGUAGE plpgsql STABLE AS $$
BEGIN
  SELECT (SELECT count(*) FROM (SELECT FROM "Library" LIMIT 2) AS libraries) < 2,
    greatest(c."reltuples", 1), greatest(c."relpages", 1),
    coalesce((SELECT d."tokenizer" >= "current" FROM "SearchDocument" d ORDER BY d."tokenizer" LIMIT 1), TRUE),
    NOT EXISTS (SELECT FROM "SearchChange")
    INTO "isAlone", "documents", "blocks", "isCurrent", "isSettled"
    FROM pg_class c WHERE c."oid" = '"SearchDocument"'::regclass;
END
$$;
