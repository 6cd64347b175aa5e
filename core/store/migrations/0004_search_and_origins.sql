-- Full-text search without accents and case, and where an evaluation's question came from.

-- 'œ' is written 'oe' by half of those who search, 'É' 'e' by most. Own folding and not the extension unaccent: that one
-- is not immutable, and managed databases do not all have it. Letters come apart from their marks (NFKD), the marks go,
-- what does not come apart is spelt out, and typographic punctuation ends a word, which the parser knows in some locales
-- only. Plain ASCII, most of English, is spared the way: it is ten times as long.
CREATE FUNCTION vigie_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
  SELECT CASE WHEN octet_length($1) = length($1) THEN lower($1) ELSE
    lower(replace(replace(replace(replace(replace(translate(
      regexp_replace(normalize($1, NFKD), U&'[\0300-\036F]', '', 'g'),
      '’‘“”«»–—łŁøØđĐ', '        lLoOdD'),
      'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss')) END
$fold$;

-- What somebody typed, as a query: every word must be there, each as the beginning of one, so that "index" finds
-- "indexes" and "indexation", and a half-typed word finds what it will become. NULL when there is no word in it.
CREATE FUNCTION vigie_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $query$
  SELECT to_tsquery('simple', string_agg(
    '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & '))
  FROM unnest(to_tsvector('simple', vigie_fold($1)))
$query$;

ALTER TABLE conversations DROP COLUMN title_words;
ALTER TABLE conversations ADD COLUMN title_words tsvector
  GENERATED ALWAYS AS (to_tsvector('simple', vigie_fold(left(title, 10000)))) STORED;
CREATE INDEX conversations_search ON conversations USING gin (title_words) WITH (gin_pending_list_limit = 256);

ALTER TABLE messages DROP COLUMN content_words;
ALTER TABLE messages ADD COLUMN content_words tsvector
  GENERATED ALWAYS AS (to_tsvector('simple', vigie_fold(left(content, 100000)))) STORED;
CREATE INDEX messages_search ON messages USING gin (content_words) WITH (gin_pending_list_limit = 256);

-- A question made from a conversation's message goes with that conversation.
ALTER TABLE evaluation_questions ADD COLUMN message_id uuid REFERENCES messages ON DELETE CASCADE;
CREATE INDEX evaluation_questions_of_message ON evaluation_questions (message_id) WHERE message_id IS NOT NULL;

CREATE INDEX changes_of_owner ON changes (owner, happened_at DESC, id DESC);
DROP INDEX changes_page;
CREATE INDEX changes_by_kind ON changes (kind, happened_at DESC);
