--liquibase formatted sql logicalFilePath:churn/012-populations.sql

--changeset churn:prediction_counts
create table batch_model_counts (
  batch_id uuid not null references prediction_batches on delete cascade,
  model_id uuid not null,
  is_shadow boolean not null,
  prediction_count bigint not null check (prediction_count > 0),
  primary key (batch_id, model_id, is_shadow)
);
comment on table batch_model_counts is 'How many predictions of a completed batch a model made, so that nobody need count them again';
insert into batch_model_counts (batch_id, model_id, is_shadow, prediction_count)
select p.batch_id, p.model_id, p.is_shadow, count(*)
from customer_predictions p join prediction_batches b on b.id = p.batch_id
where b.status = 'completed'
group by p.batch_id, p.model_id, p.is_shadow;

create table logged_prediction_counts (
  organization_id uuid not null references organizations on delete cascade,
  as_of date not null,
  model_id uuid not null,
  prediction_count bigint not null check (prediction_count > 0),
  primary key (organization_id, as_of, model_id)
);
comment on table logged_prediction_counts is 'How many rows logged_predictions has of a model and day';
insert into logged_prediction_counts (organization_id, as_of, model_id, prediction_count)
select organization_id, as_of, model_id, count(*)
from logged_predictions
group by organization_id, as_of, model_id;

--changeset churn:labels_as_outcomes
alter table outcome_days
  drop constraint outcome_days_horizon_days_check,
  add constraint outcome_days_horizon_days_check check (horizon_days >= 0),
  add column is_truncated boolean not null default false;
comment on column outcome_days.horizon_days is '0 where the outcomes are labels of a file';
comment on column outcome_days.is_truncated is 'Whether every dataset that told of it begins too late to hold those who left; nothing is known then';
alter table outcome_counts add column is_truncated boolean not null default false;
update outcome_days set is_changed = true;

--changeset churn:measures_by_population
-- Measures of earlier versions took customer-days for customers and in-sample months for outcomes; the next dataset gives them anew.
drop table realised_measures;
create table realised_measures (
  organization_id uuid not null references organizations on delete cascade,
  population text not null check (population in ('active', 'all')),
  month date not null check (extract(day from month) = 1),
  model_id uuid not null,
  model_version integer not null,
  role text not null check (role in ('champion', 'challenger', 'shadow')),
  horizon_days integer check (horizon_days > 0),
  first_as_of date not null,
  last_as_of date not null,
  known_until date not null,
  row_count bigint not null check (row_count > 0),
  customer_count bigint not null check (customer_count between 1 and row_count),
  unknown_count bigint not null check (unknown_count >= 0),
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
  primary key (organization_id, month, model_id, role, population),
  check (
    num_nulls(roc_auc, roc_auc_low, roc_auc_high, log_loss, brier, calibration_error, top_decile_lift, bin_from, bin_to,
      bin_rows, bin_predicted, bin_observed) in (0, 12)
  )
);
comment on table realised_measures is 'How predictions of a month of as-of days did, by model, role and population';
comment on column realised_measures.horizon_days is 'Null where the outcomes are labels of a file';

drop table realised_comparisons;
create table realised_comparisons (
  organization_id uuid not null references organizations on delete cascade,
  population text not null check (population in ('active', 'all')),
  champion_id uuid not null,
  champion_version integer not null,
  rival_id uuid not null,
  rival_version integer not null,
  rival_role text not null check (rival_role in ('challenger', 'shadow')),
  horizon_days integer check (horizon_days > 0),
  first_as_of date not null,
  last_as_of date not null,
  known_until date not null,
  row_count bigint not null check (row_count > 0),
  customer_count bigint not null check (customer_count between 1 and row_count),
  roc_auc_difference double precision,
  roc_auc_low double precision,
  roc_auc_high double precision,
  log_loss_difference double precision,
  log_loss_low double precision,
  log_loss_high double precision,
  verdict text not null check (verdict in ('better', 'worse', 'equal', 'contradictory', 'not_shown', 'too_few')),
  more_customers bigint not null check (more_customers >= 0),
  primary key (organization_id, champion_id, rival_id, population),
  check (
    num_nulls(roc_auc_difference, roc_auc_low, roc_auc_high, log_loss_difference, log_loss_low, log_loss_high) in (0, 6)
  )
);
comment on table realised_comparisons is 'The rival less the champion, on customers and days for which both predicted, over all months';

--changeset churn:drift_beyond_chance
delete from feature_drift;
update monitoring_reports set drift_model_id = null, drift_model_version = null, drift_as_of = null;
alter table monitoring_reports
  add column drift_window_days integer check (drift_window_days >= 0),
  add constraint monitoring_reports_drift_window check (num_nulls(drift_as_of, drift_window_days) in (0, 2));
comment on column monitoring_reports.drift_window_days is 'The active window of the customers compared; 0 for everyone';
alter table feature_drift
  add column chance double precision not null check (chance >= 0),
  add column psi_with_ageing double precision not null check (psi_with_ageing >= psi);
comment on column feature_drift.chance is 'The index that chance alone stays below in 95 of 100 reports';
