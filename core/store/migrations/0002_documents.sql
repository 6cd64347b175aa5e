-- Documents, their chunks with embeddings, and the sequence that index readers follow.

CREATE TABLE documents (
  id uuid PRIMARY KEY,
  owner text NOT NULL,
  title text NOT NULL,
  filename text NOT NULL,
  media_type text NOT NULL,
  text text NOT NULL,
  bytes bigint NOT NULL,
  content_hash text NOT NULL,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'processing', 'ready', 'failed')),
  progress double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
  error text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
-- One document an owner, title and filename. Digests, because an index row holds at most 2.7 kB.
CREATE UNIQUE INDEX documents_identity ON documents (owner, md5(title), md5(filename));
CREATE INDEX documents_page ON documents (owner, created_at DESC, id DESC);
CREATE INDEX documents_unfinished ON documents (created_at) WHERE status IN ('queued', 'processing');

CREATE TABLE chunks (
  document_id uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
  ordinal integer NOT NULL CHECK (ordinal >= 0),
  heading text NOT NULL,
  text text NOT NULL,
  -- IEEE 754 binary32, little-endian, `dimension` of them.
  embedding bytea NOT NULL,
  embedding_model text NOT NULL,
  dimension integer NOT NULL,
  PRIMARY KEY (document_id, ordinal),
  CHECK (octet_length(embedding) = 4 * dimension)
);
-- Embeddings do not compress: do not try.
ALTER TABLE chunks ALTER COLUMN embedding SET STORAGE EXTERNAL;

CREATE SEQUENCE index_sequence AS bigint;

-- The last change of each document. A deletion stays as an id without content, so that every reader hears of it;
-- hence no foreign key.
CREATE TABLE index_changes (
  document_id uuid PRIMARY KEY,
  sequence bigint NOT NULL UNIQUE,
  deleted boolean NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
