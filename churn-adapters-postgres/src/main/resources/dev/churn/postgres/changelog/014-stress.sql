--liquibase formatted sql logicalFilePath:churn/014-stress.sql

--changeset churn:fair_queue
alter table jobs
  add column position bigint generated always as identity,
  add column is_short boolean not null default false,
  add column inputs text not null default '',
  add column attempt_token bigint not null default 0,
  add column paused_until timestamptz;
update jobs set attempt_token = attempts where attempts > 0;
comment on column jobs.position is 'Order of submission';
comment on column jobs.is_short is 'Whether the work takes seconds, for which a thread is kept';
comment on column jobs.inputs is 'Identifies the inputs of the work; a request with others is new work';
comment on column jobs.attempts is 'Attempts that count towards the maximum';
comment on column jobs.attempt_token is 'Fencing token of the latest attempt; only grows';
comment on column jobs.paused_until is 'Of a queued job that failed before: when the next attempt may start';
drop index one_unfinished_job;
create unique index one_unfinished_job on jobs (organization_id, kind, subject, inputs) where status in ('queued', 'running');
create index unfinished_jobs_by_organization on jobs (organization_id, position) where status in ('queued', 'running');
create index unfinished_jobs_by_key on jobs (exclusive_key, position) where status in ('queued', 'running');

--changeset churn:immutable_feature_tables
alter table datasets drop constraint datasets_source_dataset_id_key;
create index datasets_by_source on datasets (source_dataset_id, uploaded_at desc, position desc) where source_dataset_id is not null;
create index feature_tables_by_upload on datasets (organization_id, uploaded_at desc, position desc) where dataset_type = 'features';
create index model_metadata_by_features on model_metadata (organization_id, features_dataset_id);
create index prediction_batches_by_features on prediction_batches (organization_id, features_dataset_id) where features_dataset_id is not null;
