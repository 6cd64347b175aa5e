-- Conversations, their turns, and the keys of requests that must not run twice.
-- A migration that was released is never edited (its checksum is in schema_migrations): add the next one.

CREATE TABLE conversations (
  id uuid PRIMARY KEY,
  owner text NOT NULL,
  title text NOT NULL,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'completed', 'failed', 'abandoned')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  title_words tsvector GENERATED ALWAYS AS (to_tsvector('simple', left(title, 10000))) STORED
) WITH (fillfactor = 80);
-- No index on updated_at, so that touching a conversation at every turn stays a heap-only update.
CREATE INDEX conversations_page ON conversations (owner, created_at DESC, id DESC);
CREATE INDEX conversations_search ON conversations USING gin (title_words) WITH (gin_pending_list_limit = 256);

CREATE TABLE messages (
  id uuid PRIMARY KEY,
  conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
  -- Not a foreign key: a message goes only with its whole conversation, and beginTurn has looked the parent up.
  parent_message_id uuid,
  -- The order of a conversation's turns: two of them share one statement, hence one now().
  position bigint GENERATED ALWAYS AS IDENTITY,
  role text NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
  content text NOT NULL,
  status text NOT NULL CHECK (status IN ('running', 'complete', 'partial', 'failed', 'cancelled')),
  model text NOT NULL DEFAULT '',
  finish_reason text NOT NULL DEFAULT '',
  prompt_tokens bigint,
  completion_tokens bigint,
  usage_estimated boolean,
  timings jsonb,
  citations jsonb,
  request_id text NOT NULL DEFAULT '',
  -- Of a running answer: who makes it, and until when nobody else may call it abandoned.
  replica_id uuid,
  lease_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  -- A tsvector holds at most 1 MiB: a longer message is found by its beginning, never refused.
  content_words tsvector GENERATED ALWAYS AS (to_tsvector('simple', left(content, 100000))) STORED,
  CHECK ((status = 'running') = (lease_until IS NOT NULL))
) WITH (fillfactor = 90);
CREATE INDEX messages_of_conversation ON messages (conversation_id, position);
CREATE INDEX messages_in_window ON messages (created_at);
CREATE INDEX messages_running ON messages (lease_until) WHERE status = 'running';
CREATE INDEX messages_search ON messages USING gin (content_words) WITH (gin_pending_list_limit = 256);

CREATE TABLE idempotency_keys (
  owner text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status text NOT NULL CHECK (status IN ('running', 'done')),
  response jsonb,
  -- The response holds content: it goes with the conversation.
  conversation_id uuid REFERENCES conversations ON DELETE CASCADE,
  replica_id uuid,
  lease_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_keys_of_conversation ON idempotency_keys (conversation_id);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
