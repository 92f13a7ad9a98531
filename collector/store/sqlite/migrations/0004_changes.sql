-- How often facts of each kind were committed, by whichever process: others learn from it what they have to read again.
CREATE TABLE changes (
  kind TEXT PRIMARY KEY,
  revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO changes VALUES
  ('checks', 0), ('transitions', 0), ('history', 0), ('notices', 0), ('metrics', 0), ('reports', 0), ('deployments', 0),
  ('configuration', 0), ('access', 0);

ALTER TABLE ledger DROP COLUMN revision;
ALTER TABLE ledger RENAME TO settings;
ALTER TABLE room RENAME TO reserved_space;
