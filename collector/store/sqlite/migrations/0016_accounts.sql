-- Who may use the console, whole as JSON. `name_key` is the name without what people do not tell apart, `identity` the person at
-- an identity provider.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name_key TEXT NOT NULL UNIQUE,
  identity TEXT UNIQUE,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Public halves of key pairs (WebAuthn), whole as JSON.
CREATE TABLE passkeys (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkeys_account ON passkeys (account);

-- Browsers that are signed in, by the SHA-256 of what their cookie has.
CREATE TABLE sessions (
  id_hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  user_agent TEXT NOT NULL,
  network TEXT NOT NULL,
  method TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- One-time links that open an account, by the SHA-256 of their token.
CREATE TABLE account_links (
  hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  account TEXT,
  role TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;

-- What was done by whom, each entry with the hash of the one before. `detail` is JSON. Entries are added, never changed.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous_hash TEXT,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

INSERT INTO changes VALUES ('accounts', 0);
