-- The same folding in a language whose functions are compiled once a session: PostgreSQL parses and plans an SQL function
-- that it cannot inline anew in every statement, which was most of what writing one turn cost it.
CREATE OR REPLACE FUNCTION vigie_fold(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
BEGIN
  IF octet_length($1) = length($1) THEN
    RETURN lower($1);
  END IF;
  RETURN lower(replace(replace(replace(replace(replace(translate(
    regexp_replace(normalize($1, NFKD), U&'[\0300-\036F]', '', 'g'),
    '’‘“”«»–—łŁøØđĐ', '        lLoOdD'),
    'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'));
END
$fold$;

-- A message belongs to a conversation because whoever writes it has written the conversation's row in the same statement,
-- and so holds it: nobody can delete it meanwhile, and one that was deleted before is not found. The foreign key asked once
-- more for every message, a sixth of PostgreSQL's time under load. A conversation still takes its messages along: what
-- the trigger reads is newer than the lock that the delete waited for.
ALTER TABLE messages DROP CONSTRAINT messages_conversation_id_fkey;
CREATE FUNCTION vigie_take_messages_along() RETURNS trigger LANGUAGE plpgsql AS $gone$
BEGIN
  DELETE FROM messages WHERE conversation_id IN (SELECT id FROM gone);
  RETURN NULL;
END
$gone$;
CREATE TRIGGER take_messages_along AFTER DELETE ON conversations REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION vigie_take_messages_along();
