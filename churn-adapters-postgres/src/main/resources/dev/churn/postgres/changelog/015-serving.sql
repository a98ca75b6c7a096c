--liquibase formatted sql logicalFilePath:churn/015-serving.sql

--changeset churn:deleted_models
alter table model_metadata add column deleted_at timestamptz;
comment on column model_metadata.deleted_at is 'Deleted models are kept, since predictions and activations name them; their files are gone';

--changeset churn:models_of_batches
alter table prediction_batches
  add column scored_by_models uuid[],
  add column scored_by_versions integer[],
  add column scored_by_roles text[],
  add constraint prediction_batches_scored_by check (
    num_nulls(scored_by_models, scored_by_versions, scored_by_roles) in (0, 3)
  );
comment on column prediction_batches.scored_by_models is 'The models that predicted, the champion first; null in batches of earlier versions';

--changeset churn:predictions_by_customer
create index customer_predictions_by_customer on customer_predictions (batch_id, customer_id) where not is_shadow;
create index prediction_batches_by_day on prediction_batches (organization_id, as_of desc, position desc)
  where status = 'completed';
