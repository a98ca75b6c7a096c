--liquibase formatted sql logicalFilePath:churn/007-model-families.sql

--changeset churn:model_families
alter table model_metadata
  drop constraint model_metadata_model_type_check,
  drop constraint model_metadata_trained_type_check,
  add constraint model_metadata_model_type_check check (model_type ~ '^[a-z][a-z0-9_]{0,49}$'),
  add constraint model_metadata_trained_type_check check (trained_type ~ '^[a-z][a-z0-9_]{0,49}$'),
  add constraint model_metadata_trained_type_auto check (trained_type <> 'auto');
create table model_options (
  model_id uuid not null references model_metadata (id) on delete cascade,
  name text not null check (length(name) between 1 and 50),
  value text not null check (length(value) <= 4000),
  primary key (model_id, name));
comment on table model_options is 'What was asked for besides the type of the model; empty for the defaults';
