\set n random(1, 9000000000000000000)
insert into message as held (digest, body, expires_at)
select sha256(body), body, 'infinity' from (select convert_to(rpad(:n || '-', 100, 'x'), 'UTF8') as body) as new
on conflict (digest) do update
   set body = excluded.body, expires_at = greatest(held.expires_at, excluded.expires_at)
 where held.body is distinct from excluded.body or held.expires_at < excluded.expires_at
returning digest, xmax = 0;
