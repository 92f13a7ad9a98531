-- When the collector of a region was last known to listen: where only heartbeats are watched no check tells it.
CREATE TABLE collectors (
  region TEXT PRIMARY KEY,
  alive_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When a job last said that it began, to be held to its end by the collector that is started meanwhile.
CREATE TABLE started_jobs (
  monitor TEXT NOT NULL,
  region TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (monitor, region)
) STRICT, WITHOUT ROWID;
