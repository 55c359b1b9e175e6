-- Of the trial only. A column without a value needs no rewrite of the table, so its lock is short.
alter table message add column rollout text;
