-- That a conversation was erased, for the replay of an outage journal that still holds it: a digest of its id, which
-- nobody who does not know the id can make anything of, forgotten after a month.

CREATE TABLE erased_conversations (
  id_digest bytea PRIMARY KEY,
  erased_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX erased_conversations_by_age ON erased_conversations (erased_at);
