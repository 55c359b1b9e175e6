-- The roles of the service and of the exporter, made when PostgreSQL's volume is new. Nobody uses the superuser after that.
\set hashpost_password `cat /run/secrets/hashpost`
\set exporter_password `cat /run/secrets/exporter`
create role hashpost login password :'hashpost_password';
create database hashpost owner hashpost;
revoke connect on database hashpost from public;
create role exporter login password :'exporter_password' in role pg_monitor;
grant connect on database hashpost to exporter;
