-- `body` is the whole maintenance as JSON; the other columns are copies to search by.
CREATE TABLE maintenances (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX maintenances_by_start ON maintenances (starts_at);

-- Entries of the standing programme; `body` is core's LoadedEntry.
CREATE TABLE programme (
  entry TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

-- Tokens of the team's API: `hash` is SHA-256 in hex, `scopes` a JSON list.
CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;

-- What was answered under an idempotency key.
CREATE TABLE receipts (
  key TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_by_time ON receipts (at);
