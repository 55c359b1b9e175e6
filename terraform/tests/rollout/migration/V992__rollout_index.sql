-- Of the trial only. Alone in its file, since it can't be part of a transaction.
create index concurrently message_rollout on message (created_at) where rollout is not null;
