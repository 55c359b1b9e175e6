\set n random(1, :rows) * :stride
select digest,
       case when octet_length(body) <= 16384 then body end,
       case when expires_at < 'infinity' then extract(epoch from expires_at - now())::float8 end
  from message
 where digest = sha256(convert_to(rpad('row-' || :n || '-', 100, 'x'), 'UTF8')) and expires_at > now();
