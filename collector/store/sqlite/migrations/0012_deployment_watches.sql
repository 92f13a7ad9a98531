-- The watch over a deployment, with its verdict and the evidence: `body` is the whole as JSON, the others are copies.
CREATE TABLE deployment_watches (
  deployment TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  until INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_watches ON deployment_watches (until) WHERE verdict = 'pending';

-- Steps of check lists, each time one was ticked or a tick was taken back; the last on a step holds.
CREATE TABLE checklist_ticks (
  sequence INTEGER PRIMARY KEY,
  deployment TEXT NOT NULL,
  step TEXT NOT NULL,
  done INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT
) STRICT;
CREATE INDEX ticks_of_deployment ON checklist_ticks (deployment);
