-- Links in messages to the team, by which somebody says that they take care of incidents. `hash` is the SHA-256 of the token,
-- `incidents` a JSON list of ids, `channel` the one whose message has the link.
CREATE TABLE acknowledge_links (
  hash TEXT PRIMARY KEY,
  incidents TEXT NOT NULL,
  channel TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
