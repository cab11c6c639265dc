-- How far whoever left a conversation last had come: when nobody else is there, the status of what he got rests on it.
ALTER TABLE conversations ADD COLUMN left_read_seq BIGINT;
ALTER TABLE conversations ADD COLUMN left_delivered_seq BIGINT;
