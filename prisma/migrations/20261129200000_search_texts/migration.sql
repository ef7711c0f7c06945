-- The texts of the first of these links, as many as have so many bytes, as one value of JSON: what is not wanted is empty.
-- As a function, because planning it takes longer than to read what a page shows: so it is planned once for each connection.
CREATE FUNCTION "searchTexts"("ids" UUID[], "wanted" TEXT[], "maxBytes" INTEGER) RETURNS TEXT LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg("link"), '[]') FROM (
    SELECT l."id" AS "linkId", t."place",
      CASE WHEN 'title' = ANY("wanted") THEN coalesce(t."title", l."title", '') ELSE '' END AS "title",
      CASE WHEN 'url' = ANY("wanted") THEN l."originalUrl" ELSE '' END AS "url",
      CASE WHEN 'text' = ANY("wanted") THEN coalesce(t."text", '') ELSE '' END AS "text",
      CASE WHEN 'rest' = ANY("wanted") THEN coalesce(t."rest", '') ELSE '' END AS "rest",
      CASE WHEN 'code' = ANY("wanted") THEN coalesce(t."code", '') ELSE '' END AS "code",
      CASE WHEN 'note' = ANY("wanted") THEN l."note" ELSE '' END AS "note",
      CASE WHEN 'tag' = ANY("wanted") THEN coalesce((
        SELECT string_agg(g."path", chr(10) ORDER BY g."path") FROM "LinkTag" lt JOIN "Tag" g ON g."id" = lt."tagId"
        WHERE lt."linkId" = l."id"), '') ELSE '' END AS "tag"
    FROM (
      SELECT w.*, sum(w."bytes") OVER (ORDER BY w."place") AS "upTo"
      FROM (
        SELECT i."id", i."place", s."title", s."text", s."rest", s."code",
          coalesce(octet_length(s."text") + octet_length(s."rest") + octet_length(s."code"), 0) AS "bytes"
        FROM unnest("ids") WITH ORDINALITY AS i("id", "place") LEFT JOIN "SearchText" s ON s."linkId" = i."id"
      ) AS w
    ) AS t JOIN "Link" l ON l."id" = t."id"
    WHERE t."upTo" - t."bytes" < "maxBytes"
  ) AS "link");
END
$$;
