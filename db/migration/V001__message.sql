-- A message is bytes under their SHA-256. The database itself refuses a row whose address is not the hash of its body.
create table message (
    digest     bytea       not null,
    body       bytea       not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null default 'infinity',
    constraint message_pkey primary key (digest),
    constraint message_digest_is_sha256_of_body check (digest = sha256(body))
);

comment on table message is 'Messages, each under the SHA-256 of its bytes.';
comment on column message.expires_at is 'When the latest posting of the message ends; infinity: never.';
