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

--changeset churn:provenance
alter table model_metadata
  add column requested_by text check (length(requested_by) between 1 and 200),
  add column raw_dataset_id uuid,
  add column raw_sha256 text check (raw_sha256 ~ '^[0-9a-f]{64}$'),
  add column features_sha256 text check (features_sha256 ~ '^[0-9a-f]{64}$'),
  add column learned_from date[],
  add column judged_on date[],
  add column horizon_days integer check (horizon_days > 0),
  add column labels_from_file boolean,
  add column seed bigint,
  add column program_version text,
  add column activated boolean,
  add column activation_reason text,
  add check (
    num_nulls(raw_dataset_id, raw_sha256, features_sha256, learned_from, judged_on, horizon_days, labels_from_file,
      seed, program_version) in (0, 9));
update model_metadata set
  activated = true,
  activation_reason = 'activated: every newly trained model was when this one was trained'
where status = 'completed';
alter table model_metadata
  add check (num_nulls(activated, activation_reason) = case status when 'completed' then 0 else 2 end),
  add unique (id, organization_id);
comment on column model_metadata.requested_by is 'Who asked for the training, as the gateway says';
comment on column model_metadata.learned_from is 'As-of days whose labels the model knows';
comment on column model_metadata.judged_on is 'As-of days on which one that learned in the same way was judged';
comment on column model_metadata.program_version is 'Null, with the rest of the provenance, for models from before it was kept';
comment on column model_metadata.activated is 'Whether the training made it the active model; is_active says which one is now';

create table model_libraries (
  model_id uuid not null references model_metadata on delete cascade,
  name text not null,
  version text not null,
  primary key (model_id, name)
);
comment on table model_libraries is 'Versions of the trainer and of what it ran on';

--changeset churn:deployments splitStatements:false
create table deployed_models (
  model_id uuid primary key,
  organization_id uuid not null,
  role text not null check (role in ('challenger', 'shadow')),
  position integer not null,
  share double precision check (share > 0 and share < 1),
  slots bytea,
  foreign key (model_id, organization_id) references model_metadata (id, organization_id),
  check (num_nulls(share, slots) = case role when 'challenger' then 0 else 2 end)
);
create index deployed_models_by_organization on deployed_models (organization_id, position);
comment on table deployed_models is 'What serves beside the active model, which is the champion';
comment on column deployed_models.slots is 'Which of 10,000 parts of the customers: slot s is bit s modulo 8, the lowest first, of byte s / 8';

create table model_activations (
  position bigint generated always as identity primary key,
  organization_id uuid not null,
  model_id uuid not null,
  version integer not null,
  activated_at timestamptz not null,
  activated_by text check (length(activated_by) between 1 and 200),
  reason text not null,
  previous_model_id uuid,
  foreign key (model_id, organization_id) references model_metadata (id, organization_id),
  foreign key (previous_model_id, organization_id) references model_metadata (id, organization_id)
);
create index model_activations_by_organization on model_activations (organization_id, position desc);
comment on table model_activations is 'Which models became champion; rows are only ever added';

insert into model_activations (organization_id, model_id, version, activated_at, reason)
select organization_id, id, version, trained_at, activation_reason
from model_metadata where is_active;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added', tg_table_name;
end
$$;
create trigger model_activations_are_history before update or delete on model_activations
  for each row execute function refuse_change();

--changeset churn:logged_predictions
create table logged_predictions (
  organization_id uuid not null references organizations,
  as_of date not null,
  customer_id text collate "C" not null,
  model_id uuid not null,
  model_version integer not null,
  role text not null check (role in ('champion', 'challenger', 'shadow')),
  is_shadow boolean not null generated always as (role = 'shadow') stored,
  probability double precision not null check (probability between 0 and 1),
  created_at timestamptz not null,
  primary key (organization_id, as_of, customer_id, model_id)
);
comment on table logged_predictions is 'Single predictions, to be judged once their horizon has closed; the latest of each customer, as-of day and model';
