-- An answer's citations are long enough to be compressed with every answer, and PostgreSQL's own pglz was 8 % of its time
-- under load. What is stored stays as it is; a server built without LZ4 keeps pglz.
DO $$
BEGIN
  ALTER TABLE messages ALTER COLUMN content SET COMPRESSION lz4;
  ALTER TABLE messages ALTER COLUMN citations SET COMPRESSION lz4;
  ALTER TABLE messages ALTER COLUMN content_words SET COMPRESSION lz4;
  ALTER TABLE messages ALTER COLUMN openai_messages SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  NULL;
END
$$;
