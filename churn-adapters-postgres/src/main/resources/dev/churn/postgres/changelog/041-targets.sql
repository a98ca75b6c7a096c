--liquibase formatted sql logicalFilePath:churn/041-targets.sql

--changeset churn:targets
alter table organizations
  add column parent_id uuid references organizations,
  add constraint organizations_target_name check (parent_id is null or name ~ '^[a-z0-9_-]{1,40}$');
create unique index targets_by_name on organizations (parent_id, name)
  where parent_id is not null and deletion_began_at is null;
create index targets_by_organization on organizations (parent_id) where parent_id is not null;
comment on column organizations.parent_id is 'The organization that a target belongs to; null in organizations. A target is a further definition of churn on the same files';

--changeset churn:target_datasets
create table target_datasets (
  organization_id uuid not null references organizations,
  dataset_id uuid not null references datasets on delete cascade,
  status text not null check (status in ('uploaded', 'processing', 'ready', 'error')),
  error_message text,
  primary key (organization_id, dataset_id),
  check ((error_message is not null) = (status = 'error'))
);
create index target_datasets_by_dataset on target_datasets (dataset_id);
comment on table target_datasets is 'How far targets are with the raw files of their organizations; without a row, a file is uploaded';
comment on column target_datasets.organization_id is 'The target';
alter table target_datasets enable row level security;

--changeset churn:tables_of_targets splitStatements:false
-- A feature table of a target is computed from a raw file of its organization.
do $$
declare
  old record;
begin
  for old in
    select c.conname as name from pg_constraint c
    where c.contype = 'f' and c.conrelid = 'datasets'::regclass
      and c.confrelid = 'datasets'::regclass and array_length(c.conkey, 1) = 2
  loop
    execute format('alter table datasets drop constraint %I', old.name);
  end loop;
end
$$;
alter table datasets
  add constraint datasets_source foreign key (source_dataset_id) references datasets on delete cascade;

--changeset churn:target_checks
-- Tables of their own, since the release before names the keys of dataset_checks and pipeline_steps.
create table target_checks (
  organization_id uuid not null references organizations,
  dataset_id uuid not null references datasets on delete cascade,
  compared_with uuid,
  is_forced boolean not null,
  primary key (organization_id, dataset_id)
);
create index target_checks_by_dataset on target_checks (dataset_id);
comment on table target_checks is 'As dataset_checks, for targets';
comment on column target_checks.organization_id is 'The target';
alter table target_checks enable row level security;

create table target_findings (
  organization_id uuid not null,
  dataset_id uuid not null,
  position integer not null,
  kind text not null,
  sentence text not null,
  expected text not null,
  found text not null,
  primary key (organization_id, dataset_id, position),
  foreign key (organization_id, dataset_id) references target_checks on delete cascade
);
comment on table target_findings is 'As dataset_findings, for targets';
comment on column target_findings.organization_id is 'The target';
alter table target_findings enable row level security;

--changeset churn:target_steps
create table target_steps (
  organization_id uuid not null references organizations,
  dataset_id uuid not null references datasets on delete cascade,
  step text not null check (step in ('features', 'train', 'score')),
  status text not null
    check (status in ('waiting', 'queued', 'running', 'completed', 'failed', 'skipped', 'stopped')),
  job_id uuid,
  result_id uuid,
  message text not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (organization_id, dataset_id, step)
);
create index target_steps_by_dataset on target_steps (dataset_id);
create index target_steps_by_job on target_steps (job_id);
comment on table target_steps is 'As pipeline_steps, for targets';
comment on column target_steps.organization_id is 'The target';
alter table target_steps enable row level security;

--changeset churn:shares_of_jobs
alter table jobs add column owner_id uuid;
create index unfinished_jobs_by_owner on jobs ((coalesce(owner_id, organization_id)), position)
  where status in ('queued', 'running');
comment on column jobs.owner_id is 'The organization whose share of the queue a job of a target uses; null means organization_id';

--changeset churn:failed_parts_of_erasures
alter table customer_erasures add column failure text;
comment on column customer_erasures.failure is 'Why its part in the organization or a target failed; error_message once it has ended';
