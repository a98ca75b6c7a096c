--liquibase formatted sql logicalFilePath:churn/021-file-conventions.sql

--changeset churn:file_conventions
alter table datasets
  add column convention_names text[],
  add column convention_values text[],
  add column conversions text[],
  add column customer_id_form text;
comment on column datasets.convention_names is 'How a raw file writes numbers and days, as given or found: the names; null for files that were uploaded before this was known';
comment on column datasets.conversions is 'Sentences about what was converted when the raw file was read';
comment on column datasets.customer_id_form is 'The form of most customer ids of a raw file';
alter table prediction_batches
  add column convention_names text[],
  add column convention_values text[];
alter table model_metadata
  add column upload_convention_names text[],
  add column upload_convention_values text[];

create table dataset_value_problems (
  dataset_id uuid not null references datasets on delete cascade,
  position integer not null,
  is_rejection boolean not null,
  column_name text not null,
  reason text not null,
  value_count bigint not null,
  lines bigint[] not null,
  examples text[] not null,
  primary key (dataset_id, position)
);
comment on table dataset_value_problems is 'The values of a raw file that could not be read, by column and reason';
comment on column dataset_value_problems.is_rejection is 'Whether the rows were left out; otherwise they are kept without the value';
alter table dataset_value_problems enable row level security;
