-- Links to acknowledge are for alerts too: `alerts` is a JSON list of their ids.
ALTER TABLE acknowledge_links ADD COLUMN alerts TEXT NOT NULL DEFAULT '[]';
