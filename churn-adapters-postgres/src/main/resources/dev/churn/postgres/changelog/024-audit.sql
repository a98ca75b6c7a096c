--liquibase formatted sql logicalFilePath:churn/024-audit.sql

--changeset churn:audit_log splitStatements:false
create table audit_entries (
  id uuid primary key,
  position bigint generated always as identity,
  at timestamptz not null,
  organization uuid,
  actor_kind text not null,
  action text not null,
  subject_kind text,
  subject_id text,
  request_id text not null,
  check (num_nulls(subject_kind, subject_id) in (0, 2))
);
create index audit_entries_by_time on audit_entries (at desc, position desc);
create index audit_entries_by_organization on audit_entries (organization, at desc, position desc);
comment on table audit_entries is 'Calls that changed something, written before the change; rows are only ever added';
comment on column audit_entries.organization is 'Not named organization_id, since the row stays when the organization is deleted';

create table audit_outcomes (
  entry_id uuid primary key references audit_entries on delete cascade,
  at timestamptz not null,
  status integer not null check (status between 100 and 599),
  subject_kind text,
  subject_id text,
  check (num_nulls(subject_kind, subject_id) in (0, 2))
);
comment on table audit_outcomes is 'How calls ended; a call without a row runs, or its server ended meanwhile';

create table audit_actors (
  entry_id uuid primary key references audit_entries on delete cascade,
  organization_id uuid,
  name text,
  address text
);
create index audit_actors_by_organization on audit_actors (organization_id);
create index audit_actors_by_name on audit_actors (name);
comment on table audit_actors is 'Who called, and from where; deleted with the organization, because these may be personal data';

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and coalesce(current_setting('churn.audit_dropped_before', true), '') <> '' then
    return old;
  end if;
  raise exception 'rows of % are only ever added', tg_table_name;
end
$$;
create function refuse_audit_entry_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
      and old.at < cast(nullif(current_setting('churn.audit_dropped_before', true), '') as timestamptz) then
    return old;
  end if;
  raise exception 'rows of % are only ever added', tg_table_name;
end
$$;
create function refuse_audit_actor_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and (coalesce(current_setting('churn.audit_dropped_before', true), '') <> ''
      or old.organization_id::text = current_setting('churn.purged_organization', true)) then
    return old;
  end if;
  raise exception 'rows of % are only ever added', tg_table_name;
end
$$;
create trigger audit_entries_are_history before update or delete on audit_entries
  for each row execute function refuse_audit_entry_change();
create trigger audit_outcomes_are_history before update or delete on audit_outcomes
  for each row execute function refuse_audit_change();
create trigger audit_actors_are_history before update or delete on audit_actors
  for each row execute function refuse_audit_actor_change();
create trigger audit_entries_are_not_truncated before truncate on audit_entries
  for each statement execute function refuse_audit_change();
create trigger audit_outcomes_are_not_truncated before truncate on audit_outcomes
  for each statement execute function refuse_audit_change();
create trigger audit_actors_are_not_truncated before truncate on audit_actors
  for each statement execute function refuse_audit_change();

alter table audit_entries enable row level security;
alter table audit_outcomes enable row level security;
alter table audit_actors enable row level security;
