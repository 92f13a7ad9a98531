-- Which component a monitor's checks belong to, and how often it looks (JSON): so that the past of a monitor that is no
-- longer configured still counts.
ALTER TABLE series ADD COLUMN component TEXT;
ALTER TABLE series ADD COLUMN cadence TEXT;

-- `body` is what was configured of a component when it was last seen there (JSON); `gone_at` when it no longer was.
ALTER TABLE components ADD COLUMN body TEXT;
ALTER TABLE components ADD COLUMN gone_at INTEGER;

-- Frozen reports: a chain. `text` is the report byte for byte as it was hashed.
CREATE TABLE reports (
  sequence INTEGER PRIMARY KEY,
  period TEXT NOT NULL,
  revision INTEGER NOT NULL,
  frozen_at INTEGER NOT NULL,
  why TEXT,
  data TEXT NOT NULL,
  previous TEXT,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  facts TEXT NOT NULL,
  UNIQUE (period, revision)
) STRICT;

-- Figures from outside: single points as long as checks are kept, hours (counted from the epoch) for ever.
CREATE TABLE metric_points (
  metric TEXT NOT NULL,
  at INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (metric, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE metric_hours (
  metric TEXT NOT NULL,
  hour INTEGER NOT NULL,
  count INTEGER NOT NULL,
  sum REAL NOT NULL,
  min REAL NOT NULL,
  max REAL NOT NULL,
  last REAL NOT NULL,
  last_at INTEGER NOT NULL,
  sketch BLOB NOT NULL,
  PRIMARY KEY (metric, hour)
) STRICT, WITHOUT ROWID;

-- `body` is the whole deployment as JSON.
CREATE TABLE deployments (
  id TEXT PRIMARY KEY,
  started_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX deployments_by_start ON deployments (started_at);
