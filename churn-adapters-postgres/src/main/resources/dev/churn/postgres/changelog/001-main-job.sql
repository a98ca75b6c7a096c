--liquibase formatted sql logicalFilePath:churn/001-main-job.sql

--changeset churn:organizations
create table organizations (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  churn_threshold_days integer not null check (churn_threshold_days between 1 and 365),
  active_window_days integer not null check (active_window_days between 0 and 3650),
  activity_event_types text[] not null,
  created_at timestamptz not null,
  position bigint generated always as identity
);
create index organizations_by_creation on organizations (created_at, position);
comment on column organizations.activity_event_types is 'Event types that count as activity; empty means all';
comment on column organizations.position is 'Order among equal times';

--changeset churn:datasets
create table datasets (
  id uuid primary key,
  organization_id uuid not null references organizations,
  dataset_type text not null check (dataset_type in ('raw', 'features')),
  status text not null check (status in ('uploaded', 'processing', 'ready', 'error')),
  bucket text not null,
  path text not null,
  file_url text not null generated always as (bucket || '/' || path) stored,
  filename text not null,
  file_size bigint not null check (file_size >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  row_count bigint not null check (row_count >= 0),
  uploaded_at timestamptz not null,
  error_message text,
  position bigint generated always as identity,
  -- of raw datasets
  rejected_row_count bigint check (rejected_row_count >= 0),
  warnings text[],
  has_churn_label boolean,
  first_event_date date,
  last_event_date date,
  event_type_count integer,
  as_of date,
  date_format text,
  -- of feature tables
  source_dataset_id uuid unique,
  horizon_days integer,
  active_window_days integer,
  monetary_reference double precision,
  customers bigint,
  label_conflicts bigint,
  -- of both: options of a raw dataset, definition of a feature table
  activity_event_types text[] not null,
  unique (id, organization_id),
  foreign key (source_dataset_id, organization_id) references datasets (id, organization_id) on delete cascade,
  check ((error_message is not null) = (status = 'error')),
  check (
    case dataset_type
      when 'raw' then
        num_nulls(rejected_row_count, warnings, has_churn_label, first_event_date, last_event_date, event_type_count) = 0
        and num_nonnulls(source_dataset_id, horizon_days, active_window_days, monetary_reference, customers, label_conflicts) = 0
      else
        status = 'ready'
        and num_nonnulls(rejected_row_count, warnings, has_churn_label, first_event_date, last_event_date, event_type_count, as_of, date_format) = 0
        and num_nulls(source_dataset_id, horizon_days, active_window_days, monetary_reference, customers, label_conflicts) = 0
    end
  )
);
create index datasets_by_upload on datasets (organization_id, uploaded_at desc, position desc);
comment on column datasets.file_url is 'Relative to where the storage publishes its objects';

create table dataset_columns (
  dataset_id uuid not null references datasets on delete cascade,
  name text not null,
  header text not null,
  primary key (dataset_id, name)
);
comment on table dataset_columns is 'How the columns of a raw file are called, where the upload says so';

create table dataset_rejections (
  dataset_id uuid not null references datasets on delete cascade,
  position integer not null,
  line bigint not null,
  column_name text,
  reason text not null,
  primary key (dataset_id, position)
);
comment on table dataset_rejections is 'The first rows of a raw file that were left out';

create table feature_snapshots (
  dataset_id uuid not null references datasets on delete cascade,
  position integer not null,
  as_of date not null,
  role text not null check (role in ('train', 'test', 'labelled', 'score')),
  row_count bigint not null,
  labelled_count bigint not null,
  churned_count bigint not null,
  primary key (dataset_id, position),
  check (churned_count between 0 and labelled_count and labelled_count <= row_count)
);
comment on table feature_snapshots is 'The snapshots of a feature table';

--changeset churn:model_metadata
create table model_metadata (
  id uuid primary key,
  organization_id uuid not null references organizations,
  model_type text not null check (model_type in ('logistic_regression', 'random_forest', 'gradient_boosting')),
  features_dataset_id uuid not null,
  requested_at timestamptz not null,
  status text not null check (status in ('training', 'completed', 'failed')),
  failed_at timestamptz,
  error_message text,
  version integer check (version > 0),
  is_active boolean not null default false,
  trained_at timestamptz,
  training_samples bigint,
  churn_rate double precision,
  evaluation_method text check (evaluation_method in ('out_of_time', 'hold_out')),
  test_samples bigint,
  test_churn_rate double precision,
  accuracy double precision,
  "precision" double precision,
  recall double precision,
  f1_score double precision,
  roc_auc double precision,
  roc_auc_low double precision,
  roc_auc_high double precision,
  baseline_roc_auc double precision,
  pr_auc double precision,
  log_loss double precision,
  brier double precision,
  calibration_error double precision,
  top_decile_lift double precision,
  artifact_sha256 text check (artifact_sha256 ~ '^[0-9a-f]{64}$'),
  position bigint generated always as identity,
  unique (organization_id, version),
  check (not is_active or status = 'completed'),
  check ((num_nulls(failed_at, error_message) = 0) = (status = 'failed')),
  check (
    status <> 'completed'
    or num_nulls(version, trained_at, training_samples, churn_rate, evaluation_method, test_samples, test_churn_rate,
      accuracy, "precision", recall, f1_score, roc_auc, roc_auc_low, roc_auc_high, baseline_roc_auc, pr_auc, log_loss,
      brier, calibration_error, top_decile_lift, artifact_sha256) = 0
  )
);
create unique index one_active_model on model_metadata (organization_id) where is_active;
create index model_metadata_by_request on model_metadata (organization_id, requested_at desc, position desc);
comment on column model_metadata.features_dataset_id is 'Not a reference: a model outlives the table it learned from';

create table model_parameters (
  model_id uuid not null references model_metadata on delete cascade,
  name text not null,
  value text not null,
  primary key (model_id, name)
);
comment on table model_parameters is 'The hyperparameters of a trained model, its seed among them';

--changeset churn:jobs
create table jobs (
  id uuid primary key,
  organization_id uuid not null references organizations,
  kind text not null,
  subject uuid not null,
  exclusive_key text not null,
  status text not null check (status in ('queued', 'running', 'completed', 'failed')),
  progress double precision not null check (progress between 0 and 1),
  message text not null,
  attempts integer not null default 0 check (attempts >= 0),
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  error_message text,
  check ((error_message is not null) = (status = 'failed')),
  check ((finished_at is not null) = (status in ('completed', 'failed')))
);
create unique index one_unfinished_job on jobs (organization_id, kind, subject) where status in ('queued', 'running');
comment on column jobs.attempts is 'How often the job was started; also tells a try that was overtaken from its successor';
comment on column jobs.exclusive_key is 'Jobs of one key never run at the same time';

--changeset churn:scheduled_tasks
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_by_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_by_last_heartbeat on scheduled_tasks (last_heartbeat);
comment on table scheduled_tasks is 'What db-scheduler has yet to do; its layout is that library''s';
