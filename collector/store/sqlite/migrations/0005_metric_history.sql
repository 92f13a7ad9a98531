-- Points of metrics that belong to days that were over are a kind of change of their own.
INSERT INTO changes VALUES ('metric_history', 0);
