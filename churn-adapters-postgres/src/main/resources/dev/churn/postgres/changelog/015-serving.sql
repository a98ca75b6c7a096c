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

--changeset churn:states_of_latest_predictions
alter table latest_batches
  add column state bigint not null default 0,
  add column oldest_state bigint not null default 0;
comment on column latest_batches.state is 'Grows with each change of the latest predictions';
comment on column latest_batches.oldest_state is 'The oldest state that can still be listed';
alter table earlier_predictions add column since bigint not null default 0;
comment on column earlier_predictions.since is 'The first state with this row';
create table past_predictions (
  organization_id uuid not null,
  customer_id text collate "C" not null,
  batch_id uuid not null,
  rank_order bigint not null,
  as_of date not null,
  churn_probability double precision not null,
  since bigint not null,
  until bigint not null
);
create index past_predictions_by_probability on past_predictions (organization_id, churn_probability desc, customer_id);
create index past_predictions_by_customer on past_predictions (organization_id, customer_id);
comment on table past_predictions is 'Rows that were in earlier_predictions, so that a list that has been begun can be continued as it was';
comment on column past_predictions.until is 'The first state without this row';

--changeset churn:deleted_organizations splitStatements:false
alter table organizations add column deletion_began_at timestamptz;
comment on column organizations.deletion_began_at is 'From then on it is hidden, and its rows and objects are being deleted';
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.organization_id::text = current_setting('churn.purged_organization', true) then
    return old;
  end if;
  raise exception 'rows of % are only ever added', tg_table_name;
end
$$;
