-- Three of the larger parts of what a turn costs PostgreSQL (docs/adr/0125).

-- The same folding once more, now such that PostgreSQL puts plain ASCII's part into the statement that asks for it. What is
-- not strict can be inlined, and the way of other letters stays a call. Every use of it goes on to 'simple', which
-- lower-cases.
CREATE FUNCTION vigie_fold_letters(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
BEGIN
  RETURN lower(replace(replace(replace(replace(replace(translate(
    regexp_replace(normalize($1, NFKD), U&'[\0300-\036F]', '', 'g'),
    '’‘“”«»–—łŁøØđĐ', '        lLoOdD'),
    'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'));
END
$fold$;
CREATE OR REPLACE FUNCTION vigie_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $fold$
  SELECT CASE WHEN octet_length($1) = length($1) THEN $1 ELSE vigie_fold_letters($1) END
$fold$;

-- Written once and given back whole: text, as openai_messages is, needs no parser and no tree. JSON all the same.
ALTER TABLE messages ALTER COLUMN timings TYPE text, ALTER COLUMN citations TYPE text;

-- An answer with its citations is some 6 KB: it stays in its row as it is. Compressing it to fit half a page was a third of
-- what a turn cost, and putting it into a table of its own is three rows more.
ALTER TABLE messages SET (toast_tuple_target = 8160);
