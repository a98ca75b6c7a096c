--liquibase formatted sql logicalFilePath:churn/005-monitoring.sql

--changeset churn:pipelines
alter table organizations add column pipeline boolean not null default false;
comment on column organizations.pipeline is 'Whether an uploaded file becomes features, a model and scores by itself';

create table pipeline_steps (
  dataset_id uuid not null,
  organization_id uuid not null,
  step text not null check (step in ('features', 'train', 'score')),
  status text not null check (status in ('waiting', 'queued', 'running', 'completed', 'failed', 'skipped')),
  job_id uuid,
  result_id uuid,
  message text not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (dataset_id, step),
  foreign key (dataset_id, organization_id) references datasets (id, organization_id) on delete cascade
);
create index pipeline_steps_by_job on pipeline_steps (job_id);
comment on table pipeline_steps is 'How far the pipelines of uploaded files are';
comment on column pipeline_steps.result_id is 'The model of a training, the batch of scores; not a reference, since a step outlives them';

--changeset churn:outcomes
create table outcome_days (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organizations,
  as_of date not null,
  horizon_days integer not null check (horizon_days > 0),
  known_until date not null,
  is_changed boolean not null default true,
  unique (organization_id, as_of, horizon_days),
  check (known_until >= as_of + horizon_days)
);
create index changed_outcome_days on outcome_days (organization_id) where is_changed;
comment on table outcome_days is 'As-of days of predictions whose horizon has closed';
comment on column outcome_days.known_until is 'The last known day of the dataset that told of it';
comment on column outcome_days.is_changed is 'Whether the measures of its month are from before its outcomes';

create table outcome_day_models (
  day_id bigint not null references outcome_days on delete cascade,
  model_id uuid not null,
  primary key (day_id, model_id)
);
comment on table outcome_day_models is 'Whose predictions for the day speak of this horizon';

create table customer_outcomes (
  day_id bigint not null references outcome_days on delete cascade,
  customer_id text collate "C" not null,
  churned boolean,
  primary key (day_id, customer_id)
);
comment on column customer_outcomes.churned is 'Null where it cannot be told: the newer file does not have the customer';

create table outcome_counts (
  organization_id uuid not null references organizations,
  as_of date not null,
  model_id uuid not null,
  prediction_count bigint not null check (prediction_count >= 0),
  known_count bigint not null check (known_count >= 0),
  unknown_count bigint not null check (unknown_count >= 0),
  primary key (organization_id, as_of, model_id),
  check (known_count + unknown_count <= prediction_count)
);
comment on table outcome_counts is 'Of days that were told of, so that nobody need count them again';

--changeset churn:monitoring_reports
create table monitoring_reports (
  organization_id uuid primary key references organizations,
  as_of date,
  drift_model_id uuid,
  drift_model_version integer,
  drift_as_of date,
  check (num_nulls(drift_model_id, drift_model_version, drift_as_of) in (0, 3))
);
comment on column monitoring_reports.as_of is 'The last known day of the newest dataset that was looked at';

create table feature_drift (
  organization_id uuid not null references monitoring_reports on delete cascade,
  position integer not null,
  feature text not null,
  psi double precision not null check (psi >= 0),
  reference_rows bigint not null,
  current_rows bigint not null,
  primary key (organization_id, position)
);
comment on column feature_drift.psi is 'Population stability index';

create table realised_measures (
  organization_id uuid not null references organizations,
  month date not null check (extract(day from month) = 1),
  model_id uuid not null,
  model_version integer not null,
  role text not null check (role in ('champion', 'challenger', 'shadow')),
  row_count bigint not null check (row_count > 0),
  churn_rate double precision not null,
  mean_predicted double precision not null,
  roc_auc double precision,
  roc_auc_low double precision,
  roc_auc_high double precision,
  log_loss double precision,
  brier double precision,
  calibration_error double precision,
  top_decile_lift double precision,
  bin_from double precision[],
  bin_to double precision[],
  bin_rows bigint[],
  bin_predicted double precision[],
  bin_observed double precision[],
  primary key (organization_id, month, model_id, role),
  check (
    num_nulls(roc_auc, roc_auc_low, roc_auc_high, log_loss, brier, calibration_error, top_decile_lift, bin_from, bin_to,
      bin_rows, bin_predicted, bin_observed) in (0, 12)
  )
);
comment on table realised_measures is 'How predictions of a month of as-of days did, by model and role';

create table realised_comparisons (
  organization_id uuid not null references organizations,
  month date not null check (extract(day from month) = 1),
  champion_id uuid not null,
  champion_version integer not null,
  rival_id uuid not null,
  rival_version integer not null,
  rival_role text not null check (rival_role in ('challenger', 'shadow')),
  row_count bigint not null check (row_count > 0),
  roc_auc_difference double precision,
  roc_auc_low double precision,
  roc_auc_high double precision,
  log_loss_difference double precision,
  log_loss_low double precision,
  log_loss_high double precision,
  primary key (organization_id, month, champion_id, rival_id, rival_role),
  check (
    num_nulls(roc_auc_difference, roc_auc_low, roc_auc_high, log_loss_difference, log_loss_low, log_loss_high) in (0, 6)
  )
);
comment on table realised_comparisons is 'The rival less the champion, on customers and days for which both predicted';
