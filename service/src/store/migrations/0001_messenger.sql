-- One text for SQLite and PostgreSQL. Ids are text (UUIDv7), times are milliseconds since 1970 in UTC.
-- /*C*/ becomes COLLATE "C" on PostgreSQL: bytes in order there as in SQLite, whatever the database's language.
-- Migrations only add: the previous version of the service goes on working on the new schema.

CREATE TABLE users (
  id TEXT /*C*/ PRIMARY KEY,
  username TEXT NOT NULL,
  username_key TEXT /*C*/ NOT NULL UNIQUE,
  email TEXT NOT NULL,
  email_key TEXT /*C*/ NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  display_name TEXT,
  avatar_url TEXT,
  created_at BIGINT NOT NULL,
  deleted_at BIGINT
);

CREATE TABLE conversations (
  id TEXT /*C*/ PRIMARY KEY,
  kind TEXT NOT NULL,
  pair_key TEXT /*C*/ UNIQUE,
  title TEXT,
  last_seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE participants (
  conversation_id TEXT /*C*/ NOT NULL REFERENCES conversations (id),
  user_id TEXT /*C*/ NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  joined_seq BIGINT NOT NULL,
  last_read_seq BIGINT NOT NULL,
  last_delivered_seq BIGINT NOT NULL,
  activity_at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
);
CREATE INDEX participants_inbox ON participants (user_id, activity_at DESC, conversation_id DESC);

CREATE TABLE messages (
  conversation_id TEXT /*C*/ NOT NULL REFERENCES conversations (id),
  seq BIGINT NOT NULL,
  id TEXT /*C*/ NOT NULL UNIQUE,
  sender_id TEXT /*C*/ NOT NULL REFERENCES users (id),
  content TEXT NOT NULL,
  reply_to_id TEXT /*C*/,
  created_at BIGINT NOT NULL,
  edited_at BIGINT,
  deleted_at BIGINT,
  PRIMARY KEY (conversation_id, seq)
);
CREATE INDEX messages_by_time ON messages (conversation_id, created_at DESC, seq DESC);

CREATE TABLE idempotency_keys (
  user_id TEXT /*C*/ NOT NULL,
  idempotency_key TEXT /*C*/ NOT NULL,
  request_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, idempotency_key)
);
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);

CREATE TABLE refresh_tokens (
  hash TEXT /*C*/ PRIMARY KEY,
  family TEXT /*C*/ NOT NULL,
  user_id TEXT /*C*/ NOT NULL REFERENCES users (id),
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id);

CREATE TABLE blocks (
  blocker_id TEXT /*C*/ NOT NULL REFERENCES users (id),
  blocked_id TEXT /*C*/ NOT NULL REFERENCES users (id),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (blocker_id, blocked_id)
);
