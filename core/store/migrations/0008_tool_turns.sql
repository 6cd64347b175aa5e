-- What a turn holds beside its text: content parts, calls of tools and their results. Kept so that a conversation that
-- is continued gives the model what was really said.

-- The turn's messages as OpenAI's API has them, a JSON array; NULL where the text is all of it. As text: it is given
-- back to the letter, and jsonb refuses U+0000.
ALTER TABLE messages ADD COLUMN openai_messages text;
-- A turn may be nothing but results of tools.
ALTER TABLE messages DROP CONSTRAINT messages_role_check;
ALTER TABLE messages ADD CONSTRAINT messages_role_check CHECK (role IN ('user', 'assistant', 'system', 'tool'));
