-- The ids of a keyed request's turn, made at its first try and used again by every later one, so that a request that
-- was cut short by a crash and sent again is the same turn and not a second one.

ALTER TABLE idempotency_keys ADD COLUMN turn_conversation_id uuid NOT NULL;
ALTER TABLE idempotency_keys ADD COLUMN user_message_id uuid NOT NULL;
ALTER TABLE idempotency_keys ADD COLUMN answer_id uuid NOT NULL;
