-- Readers who are told of news. `body` is the whole as JSON; the other columns are copies to search by.
CREATE TABLE subscribers (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (kind, address)
) STRICT, WITHOUT ROWID;

-- Tokens that were sent, by their SHA-256; `choices` is JSON.
CREATE TABLE confirmations (
  hash TEXT PRIMARY KEY,
  subscriber TEXT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  choices TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmations_of_subscriber ON confirmations (subscriber, created_at);

-- Secrets of this installation, for signatures of links.
CREATE TABLE installation_keys (
  name TEXT PRIMARY KEY,
  key BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_of_recipient ON deliveries (recipient) WHERE recipient <> '';

INSERT INTO changes VALUES ('subscribers', 0);
