--liquibase formatted sql logicalFilePath:churn/011-evaluation-scope.sql

--changeset churn:evaluation_scope
alter table model_metadata
  add column test_population text check (test_population in ('active', 'all')),
  add column test_horizon_days integer check (test_horizon_days > 0),
  add column test_as_of date[],
  add column everyone_samples bigint check (everyone_samples > 0),
  add column everyone_churn_rate double precision,
  add column everyone_roc_auc double precision,
  add column everyone_roc_auc_low double precision,
  add column everyone_roc_auc_high double precision,
  add column everyone_log_loss double precision,
  add column everyone_brier double precision,
  add column everyone_calibration_error double precision,
  add constraint model_metadata_everyone check (
    num_nulls(everyone_samples, everyone_churn_rate, everyone_roc_auc, everyone_roc_auc_low, everyone_roc_auc_high,
      everyone_log_loss, everyone_brier, everyone_calibration_error) in (0, 8)
  );
comment on column model_metadata.test_population is 'About whom the measures are: customers active within the window at the as-of dates, or all';
comment on column model_metadata.test_horizon_days is 'Of the labels judged on; null in models of earlier versions where it is not known';
comment on column model_metadata.everyone_samples is 'The same measures on all customers of the same dates; null in models of earlier versions';
comment on column model_metadata.training_samples is 'Rows learned from: everybody known at each labelled snapshot; in models of earlier versions the active';
comment on column model_metadata.churn_rate is 'Share of training_samples that churned';

--changeset churn:evaluation_scope_of_earlier_models
-- Labelled snapshots had active customers only, unless the window was 0 or the labels came with the file.
update model_metadata set
  test_population = case when labels_from_file or active_window_days = 0 then 'all' else 'active' end,
  test_horizon_days = horizon_days,
  test_as_of = coalesce(judged_on, '{}')
where status = 'completed';
alter table model_metadata add constraint model_metadata_scope check (
  status <> 'completed' or num_nulls(test_population, test_as_of) = 0
);
