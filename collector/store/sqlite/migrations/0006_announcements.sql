-- `body` is the whole announcement as JSON; the other columns are copies to search by.
CREATE TABLE announcements (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
