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
-- Tables, checks and pipelines of a target refer to a raw file of its organization.
do $$
declare
  old record;
begin
  for old in
    select c.conrelid::regclass as of_table, c.conname as name
    from pg_constraint c
    where c.contype = 'f' and c.confrelid = 'datasets'::regclass and array_length(c.conkey, 1) = 2
      and c.conrelid in (
        'datasets'::regclass, 'dataset_checks'::regclass, 'pipeline_steps'::regclass)
  loop
    execute format('alter table %s drop constraint %I', old.of_table, old.name);
  end loop;
end
$$;
alter table datasets
  add constraint datasets_source foreign key (source_dataset_id) references datasets on delete cascade;
alter table pipeline_steps
  drop constraint pipeline_steps_pkey,
  add primary key (organization_id, dataset_id, step),
  add constraint pipeline_steps_dataset foreign key (dataset_id) references datasets on delete cascade;
create index pipeline_steps_by_dataset on pipeline_steps (dataset_id);
alter table dataset_findings
  add column organization_id uuid;
update dataset_findings f set organization_id = c.organization_id
from dataset_checks c where c.dataset_id = f.dataset_id;
alter table dataset_findings
  alter column organization_id set not null,
  drop constraint dataset_findings_dataset_id_fkey,
  drop constraint dataset_findings_pkey,
  add primary key (organization_id, dataset_id, position);
alter table dataset_checks
  drop constraint dataset_checks_pkey,
  add primary key (organization_id, dataset_id),
  add constraint dataset_checks_dataset foreign key (dataset_id) references datasets on delete cascade;
create index dataset_checks_by_dataset on dataset_checks (dataset_id);
alter table dataset_findings
  add constraint dataset_findings_check foreign key (organization_id, dataset_id)
    references dataset_checks (organization_id, dataset_id) on delete cascade;

--changeset churn:shares_of_jobs
alter table jobs add column owner_id uuid;
create index unfinished_jobs_by_owner on jobs ((coalesce(owner_id, organization_id)), position)
  where status in ('queued', 'running');
comment on column jobs.owner_id is 'The organization whose share of the queue a job of a target uses; null means organization_id';
