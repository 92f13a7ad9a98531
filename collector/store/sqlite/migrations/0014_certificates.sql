-- When certificates expire (ms) that monitors saw, a row for each change, at most one in an hour: `at` is when it was seen.
CREATE TABLE certificates (
  monitor TEXT NOT NULL,
  hour INTEGER NOT NULL,
  at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (monitor, hour)
) STRICT, WITHOUT ROWID;
