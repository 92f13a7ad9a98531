-- Nothing was ever owed here: what is owed has its own shape now.
DROP TABLE deliveries;

-- News that people are owed; `key` makes it harmless to owe it again. `body` is the whole as JSON. `cursor` is how far its
-- recipients have been gone through, `expanded_at` (ms) is set once all have been.
CREATE TABLE notifications (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  topic TEXT NOT NULL,
  body TEXT NOT NULL,
  cursor TEXT,
  expanded_at INTEGER
) STRICT;
CREATE INDEX notifications_pending ON notifications (sequence) WHERE expanded_at IS NULL;

-- Messages owed to one recipient by one channel. `notifications` is a JSON list of keys. Of several for one recipient and
-- topic only one waits unclaimed: later news joins it.
CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,
  topic TEXT NOT NULL,
  notifications TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'dead', 'dropped')),
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  first_tried_at INTEGER,
  finished_at INTEGER,
  error TEXT,
  claim TEXT,
  claimed_until INTEGER
) STRICT;
CREATE INDEX deliveries_due ON deliveries (channel, due_at) WHERE state = 'pending';
CREATE UNIQUE INDEX deliveries_waiting ON deliveries (channel, recipient, topic)
  WHERE state = 'pending' AND claim IS NULL;
CREATE INDEX deliveries_sent ON deliveries (channel, recipient, topic, finished_at) WHERE state = 'sent';
CREATE INDEX deliveries_finished ON deliveries (finished_at) WHERE finished_at IS NOT NULL;

INSERT INTO changes VALUES ('deliveries', 0);
