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

--changeset churn:rows_of_a_batch
-- shadow predictions have no rank and come last, so one index serves ranks and whole batches
create unique index customer_predictions_by_batch on customer_predictions (batch_id, rank_order);
drop index customer_predictions_by_rank;
drop index shadow_predictions;

--changeset churn:small_batches
alter table latest_batches
  add column hidden_low_count bigint not null default 0,
  add column hidden_medium_count bigint not null default 0,
  add column hidden_high_count bigint not null default 0,
  add column hidden_critical_count bigint not null default 0;
comment on table latest_batches is 'A completed batch of many customers; its answers are the latest of those customers whom earlier_predictions does not have';
comment on column latest_batches.hidden_low_count is 'How many of its answers in a segment are not the latest, because earlier_predictions has the customer';
comment on table earlier_predictions is 'The latest answer for each customer whose latest is not that of the organization''s latest_batches; it may be of an earlier or a later day';
