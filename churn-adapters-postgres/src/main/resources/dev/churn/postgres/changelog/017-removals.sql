--liquibase formatted sql logicalFilePath:churn/017-removals.sql

--changeset churn:removals
create table removals (
  kind text not null check (kind in ('object', 'model', 'organization')),
  target text not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  last_error text,
  primary key (kind, target)
);
create index removals_by_time on removals (due_at);
comment on table removals is 'What is still to be removed from object storage; written with the deletion of the rows';
comment on column removals.target is 'Of an object: bucket and path; of a model''s file: organization and model; of an organization: its id';
comment on column removals.last_error is 'Why the last attempt failed';
-- deletions that an earlier version has begun
insert into removals (kind, target, due_at)
select 'organization', cast(id as text), now() from organizations where deletion_began_at is not null;
