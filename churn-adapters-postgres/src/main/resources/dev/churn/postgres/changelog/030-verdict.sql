--liquibase formatted sql logicalFilePath:churn/030-verdict.sql

--changeset churn:verdict
alter table model_metadata
  add column best_baseline text,
  add column gain_over_best double precision,
  add column gain_over_best_low double precision,
  add column gain_over_best_high double precision,
  add column everyone_best_baseline text,
  add column everyone_gain_over_best double precision,
  add column everyone_gain_over_best_low double precision,
  add column everyone_gain_over_best_high double precision,
  add constraint model_metadata_best_baseline check (
    num_nulls(best_baseline, gain_over_best, gain_over_best_low, gain_over_best_high) in (0, 4)
    and num_nulls(everyone_best_baseline, everyone_gain_over_best, everyone_gain_over_best_low,
      everyone_gain_over_best_high) in (0, 4)
  );
comment on column model_metadata.best_baseline is 'Of evaluation_baselines, the one that ranked best on the rows learned from; null in models of earlier versions, whose verdict is about recency alone';
comment on column model_metadata.gain_over_best is 'ROC AUC less that of best_baseline; low and high: 95 %';
comment on column model_metadata.everyone_best_baseline is 'The same on all customers of the same dates';

alter table evaluation_baselines
  add column direction text check (direction in ('higher', 'lower')),
  add column everyone_roc_auc double precision,
  add column everyone_log_loss double precision,
  add column everyone_direction text check (everyone_direction in ('higher', 'lower'));
comment on column evaluation_baselines.direction is 'The values that mean a higher churn risk; null for a constant and in models of earlier versions';
comment on column evaluation_baselines.everyone_roc_auc is 'The same on all customers of the same dates; null in models of earlier versions';

create table evaluation_cuts (
  model_id uuid not null references model_metadata on delete cascade,
  position integer not null,
  as_of date not null,
  customers bigint not null check (customers > 0),
  churn_rate double precision not null,
  mean_predicted double precision not null,
  roc_auc double precision not null,
  roc_auc_low double precision not null,
  roc_auc_high double precision not null,
  log_loss double precision not null,
  brier double precision not null,
  calibration_error double precision not null,
  primary key (model_id, position)
);
comment on table evaluation_cuts is 'The labelled snapshots that were tests, each for a model that knew only what had happened by then; the latest first';
alter table evaluation_cuts enable row level security;

create table evaluation_cut_baselines (
  model_id uuid not null references model_metadata on delete cascade,
  position integer not null,
  cut integer not null check (cut >= 0),
  name text not null,
  roc_auc double precision not null,
  log_loss double precision,
  direction text check (direction in ('higher', 'lower')),
  primary key (model_id, position)
);
comment on table evaluation_cut_baselines is 'The baselines on the customers of each cut, which is the position in evaluation_cuts';
alter table evaluation_cut_baselines enable row level security;
