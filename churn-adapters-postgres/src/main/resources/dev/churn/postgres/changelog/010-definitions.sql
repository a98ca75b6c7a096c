--liquibase formatted sql logicalFilePath:churn/010-definitions.sql

--changeset churn:data_definitions
alter table model_metadata
  add column active_window_days integer check (active_window_days >= 0),
  add column activity_event_types text[],
  add column upload_has_churn_label boolean,
  add column upload_as_of date,
  add column upload_date_format text,
  add column upload_activity_event_types text[],
  add column upload_column_names text[],
  add column upload_column_headers text[],
  add constraint model_metadata_data_definition check (
    num_nulls(active_window_days, activity_event_types, upload_has_churn_label, upload_activity_event_types,
      upload_column_names, upload_column_headers) in (0, 6)
  );
comment on column model_metadata.active_window_days is 'With which the rows were made; null in models of earlier versions whose feature table is gone';
comment on column model_metadata.upload_as_of is 'The options with which the file was read';

--changeset churn:data_definitions_of_earlier_models
update model_metadata m set
  active_window_days = f.active_window_days,
  activity_event_types = f.activity_event_types,
  upload_has_churn_label = r.has_churn_label,
  upload_as_of = r.as_of,
  upload_date_format = r.date_format,
  upload_activity_event_types = r.activity_event_types,
  upload_column_names = array(select c.name from dataset_columns c where c.dataset_id = r.id order by c.name),
  upload_column_headers = array(select c.header from dataset_columns c where c.dataset_id = r.id order by c.name)
from datasets f join datasets r on r.id = f.source_dataset_id
where f.id = m.features_dataset_id and m.program_version is not null;

--changeset churn:roles_of_predictions
alter table customer_predictions
  add column role text check (role in ('champion', 'challenger', 'shadow')),
  add column is_active boolean;
comment on column customer_predictions.role is 'Role of the model when the batch started; null in batches of earlier versions';
comment on column customer_predictions.is_active is 'Whether the customer was active at the as-of date, by the window of the model; null where it is not known';
alter table logged_predictions add column is_active boolean;
comment on column logged_predictions.is_active is 'As in customer_predictions';
