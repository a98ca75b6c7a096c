--liquibase formatted sql logicalFilePath:churn/002-registry.sql

--changeset churn:trained_type
alter table model_metadata drop constraint model_metadata_model_type_check;
alter table model_metadata
  add constraint model_metadata_model_type_check
    check (model_type in ('logistic_regression', 'random_forest', 'gradient_boosting', 'auto')),
  add column trained_type text check (trained_type in ('logistic_regression', 'random_forest', 'gradient_boosting'));
update model_metadata set trained_type = model_type where status = 'completed';
alter table model_metadata add check ((trained_type is not null) = (status = 'completed'));
comment on column model_metadata.model_type is 'What was asked for';
comment on column model_metadata.trained_type is 'What it became';
