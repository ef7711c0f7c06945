-- Vectors are not compressed: pglz saves less than the quarter below which it gives up, after 70 µs of an article.
ALTER TABLE "SearchDocument" ALTER "bodyVector" SET STORAGE EXTERNAL;
