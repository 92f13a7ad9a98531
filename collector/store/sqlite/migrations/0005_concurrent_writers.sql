-- Points of metrics that belong to days that were over are a kind of change of their own.
INSERT INTO changes VALUES ('metric_history', 0);

-- How often the state of a series was replaced: a state computed from another one than the stored is refused.
ALTER TABLE series ADD COLUMN state_revision INTEGER NOT NULL DEFAULT 0;

-- Who may do something alone, until when (ms); `holder` is null for a lease that was given back. Generations only grow.
CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  generation INTEGER NOT NULL,
  holder TEXT,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
