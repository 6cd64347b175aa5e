-- The feedback loop: ratings of answers, the journal of changes, evaluation sets and their runs.

CREATE TABLE feedback (
  id uuid PRIMARY KEY,
  message_id uuid NOT NULL REFERENCES messages ON DELETE CASCADE,
  owner text NOT NULL,
  rating text NOT NULL CHECK (rating IN ('up', 'down')),
  reason text NOT NULL DEFAULT '',
  correction text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (message_id, owner)
);
CREATE INDEX feedback_in_window ON feedback (created_at);

CREATE TABLE changes (
  id uuid PRIMARY KEY,
  owner text NOT NULL,
  kind text NOT NULL,
  summary text NOT NULL,
  before jsonb,
  after jsonb,
  -- The windows before and after that are compared.
  window_seconds integer CHECK (window_seconds > 0),
  happened_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX changes_page ON changes (happened_at DESC, id DESC);

CREATE TABLE evaluation_sets (
  id uuid PRIMARY KEY,
  owner text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX evaluation_sets_page ON evaluation_sets (owner, created_at DESC, id DESC);

CREATE TABLE evaluation_questions (
  set_id uuid NOT NULL REFERENCES evaluation_sets ON DELETE CASCADE,
  ordinal integer NOT NULL CHECK (ordinal >= 0),
  question text NOT NULL,
  expected jsonb NOT NULL,
  PRIMARY KEY (set_id, ordinal)
);

CREATE TABLE evaluation_runs (
  id uuid PRIMARY KEY,
  set_id uuid NOT NULL REFERENCES evaluation_sets ON DELETE CASCADE,
  status text NOT NULL CHECK (status IN ('running', 'complete', 'failed', 'cancelled')),
  settings jsonb NOT NULL,
  summary jsonb,
  results jsonb,
  replica_id uuid,
  lease_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX evaluation_runs_of_set ON evaluation_runs (set_id, created_at DESC);
