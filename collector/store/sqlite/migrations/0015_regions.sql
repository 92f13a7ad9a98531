-- From where each monitor was to be watched, and how many places must agree, from an instant on. `regions` is a JSON array of
-- ids; `quorum` is `majority`, `all` or a number. A monitor that was only ever watched from the one place has none.
CREATE TABLE region_assignments (
  monitor TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  regions TEXT NOT NULL,
  quorum TEXT NOT NULL,
  PRIMARY KEY (monitor, from_at)
) STRICT, WITHOUT ROWID;

-- The region whose agent a token is for; only with the scope `agent`.
ALTER TABLE tokens ADD COLUMN region TEXT;
