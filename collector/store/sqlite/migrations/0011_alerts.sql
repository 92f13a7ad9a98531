-- What alert rules watch for, whole as JSON: pending and firing while `ended_at` (ms) is null, kept afterwards. Of one rule
-- and component one lasts at a time; `component` is empty where a rule is about none.
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  component TEXT NOT NULL,
  since INTEGER NOT NULL,
  ended_at INTEGER,
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX alerts_open ON alerts (rule, component) WHERE ended_at IS NULL;
CREATE INDEX alerts_since ON alerts (since);

-- Times in which nobody is told of what a rule watches for, whole as JSON.
CREATE TABLE alert_silences (
  id TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO changes VALUES ('alerts', 0);
