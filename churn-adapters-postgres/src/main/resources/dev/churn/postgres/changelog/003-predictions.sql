--liquibase formatted sql logicalFilePath:churn/003-predictions.sql

--changeset churn:prediction_batches
create table prediction_batches (
  id uuid primary key,
  organization_id uuid not null references organizations,
  batch_name text not null check (length(batch_name) between 1 and 200),
  source text not null check (source in ('dataset', 'file')),
  as_of date not null,
  expected_customers bigint check (expected_customers >= 0),
  input_bucket text not null,
  input_path text not null,
  input_file_url text not null generated always as (input_bucket || '/' || input_path) stored,
  created_at timestamptz not null,
  position bigint generated always as identity,
  status text not null check (status in ('queued', 'running', 'completed', 'failed')),
  completed_at timestamptz,
  failed_at timestamptz,
  error_message text,
  avg_churn_probability double precision check (avg_churn_probability between 0 and 1),
  low_count bigint check (low_count >= 0),
  medium_count bigint check (medium_count >= 0),
  high_count bigint check (high_count >= 0),
  critical_count bigint check (critical_count >= 0),
  total_customers bigint generated always as (
    case when status = 'completed' then low_count + medium_count + high_count + critical_count else expected_customers end
  ) stored,
  predictions_generated bigint not null generated always as (
    case when status = 'completed' then low_count + medium_count + high_count + critical_count else 0 end
  ) stored,
  output_bucket text,
  output_path text,
  output_file_url text generated always as (output_bucket || '/' || output_path) stored,
  -- of the scoring snapshot of a dataset
  features_dataset_id uuid,
  -- of a file of events
  filename text,
  file_size bigint check (file_size >= 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  upload_day date,
  first_event_date date,
  event_type_count integer,
  row_count bigint,
  rejected_row_count bigint,
  has_churn_label boolean,
  options_as_of date,
  date_format text,
  activity_event_types text[],
  column_names text[],
  column_headers text[],
  check ((features_dataset_id is not null) = (source = 'dataset')),
  check (
    (source = 'file') = (num_nulls(filename, file_size, sha256, upload_day, first_event_date, event_type_count,
      row_count, rejected_row_count, has_churn_label, activity_event_types, column_names, column_headers) = 0)
  ),
  check ((status = 'failed') = (num_nulls(failed_at, error_message) = 0)),
  check (
    (status = 'completed') = (num_nulls(completed_at, avg_churn_probability, low_count, medium_count, high_count,
      critical_count, output_bucket, output_path) = 0)
  )
);
create index prediction_batches_by_creation on prediction_batches (organization_id, created_at desc, position desc);
create index unfinished_prediction_batches on prediction_batches (organization_id, features_dataset_id)
  where status in ('queued', 'running');
comment on column prediction_batches.features_dataset_id is 'Not a reference: a batch outlives the table that it scored';
comment on column prediction_batches.input_file_url is 'Relative to where the storage publishes its objects';

create table customer_predictions (
  batch_id uuid not null references prediction_batches,
  is_shadow boolean not null,
  rank_order bigint check (rank_order > 0),
  customer_id text collate "C" not null,
  churn_probability double precision not null check (churn_probability between 0 and 1),
  model_id uuid not null,
  model_version integer not null,
  reasons text[] not null,
  check ((rank_order is null) = is_shadow)
);
create unique index customer_predictions_by_rank on customer_predictions (batch_id, rank_order) where not is_shadow;
create index shadow_predictions on customer_predictions (batch_id) where is_shadow;
comment on table customer_predictions is 'Valid once the batch is completed; organization and as-of day are the batch''s';
comment on column customer_predictions.is_shadow is 'Said by a model that runs beside those that answer; for comparison only';
comment on column customer_predictions.rank_order is 'By probability, the highest first, and customer';

create table latest_predictions (
  organization_id uuid not null references organizations,
  customer_id text collate "C" not null,
  batch_id uuid not null,
  batch_position bigint not null,
  rank_order bigint not null,
  as_of date not null,
  churn_probability double precision not null,
  primary key (organization_id, customer_id)
);
create index latest_predictions_by_probability on latest_predictions (organization_id, churn_probability desc, customer_id);
comment on table latest_predictions is 'The answer for each customer that looks from the latest day; of equal days that of the latest batch';

create table latest_prediction_counts (
  organization_id uuid primary key references organizations,
  low_count bigint not null,
  medium_count bigint not null,
  high_count bigint not null,
  critical_count bigint not null
);
comment on table latest_prediction_counts is 'How many rows latest_predictions has in each segment';
