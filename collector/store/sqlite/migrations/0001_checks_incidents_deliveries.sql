-- Instants are ms since the epoch (UTC); `took` is in 0.1 ms; health is 0 up, 1 degraded, 2 down, 3 unknown.

-- One row. `revision` tells readers in other processes that something was committed; `zone` is the IANA zone `days` are
-- cut in.
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  zone TEXT NOT NULL
) STRICT;
INSERT INTO ledger VALUES (1, 0, 'UTC');

-- What the probe writes, to learn whether there is room; empty otherwise.
CREATE TABLE room (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  filler BLOB NOT NULL
) STRICT;

-- A monitor seen from a region. `open_*` is the pack of its newest checks, which still grows and is not in the rollups
-- yet: so recording a check writes this one row.
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  monitor TEXT NOT NULL,
  region TEXT NOT NULL,
  first_at INTEGER,
  pruned_before INTEGER,
  pruned_state TEXT,
  latest_at INTEGER,
  latest_took INTEGER,
  latest_health INTEGER,
  latest_fault TEXT,
  open_from INTEGER,
  open_step INTEGER NOT NULL DEFAULT 0,
  open_count INTEGER NOT NULL DEFAULT 0,
  open_fault TEXT,
  state TEXT,
  refolds INTEGER NOT NULL DEFAULT 0,
  open_checks BLOB NOT NULL DEFAULT x'',
  UNIQUE (monitor, region)
) STRICT;

-- Closed packs of checks (collector/store/pack.ts has the encoding); none spans two hours.
CREATE TABLE packs (
  series INTEGER NOT NULL REFERENCES series (id),
  at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  checks BLOB NOT NULL,
  PRIMARY KEY (series, at)
) STRICT, WITHOUT ROWID;

-- Rollups of all closed packs. `hour` counts from the epoch, `at` is where the day begins in the ledger's zone; an hour
-- belongs to the day it begins in. `took` sums the checks that answered.
CREATE TABLE hours (
  series INTEGER NOT NULL REFERENCES series (id),
  hour INTEGER NOT NULL,
  up INTEGER NOT NULL,
  degraded INTEGER NOT NULL,
  down INTEGER NOT NULL,
  took INTEGER NOT NULL,
  sketch BLOB NOT NULL,
  PRIMARY KEY (series, hour)
) STRICT, WITHOUT ROWID;
CREATE TABLE days (
  series INTEGER NOT NULL REFERENCES series (id),
  at INTEGER NOT NULL,
  up INTEGER NOT NULL,
  degraded INTEGER NOT NULL,
  down INTEGER NOT NULL,
  took INTEGER NOT NULL,
  sketch BLOB NOT NULL,
  PRIMARY KEY (series, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE transitions (
  series INTEGER NOT NULL REFERENCES series (id),
  at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  health INTEGER NOT NULL,
  PRIMARY KEY (series, at)
) STRICT, WITHOUT ROWID;

-- `body` is the whole incident as JSON; the other columns are copies to search by.
CREATE TABLE incidents (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  resolved_at INTEGER,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_by_start ON incidents (started_at);

CREATE TABLE deliveries (
  key TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  payload TEXT NOT NULL
) STRICT;

CREATE TABLE components (
  id TEXT PRIMARY KEY,
  first_at INTEGER NOT NULL
) STRICT;
