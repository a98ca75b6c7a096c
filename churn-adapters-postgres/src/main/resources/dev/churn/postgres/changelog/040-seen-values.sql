--liquibase formatted sql logicalFilePath:churn/040-seen-values.sql

--changeset churn:seen_values
alter table customer_outcomes
  add column active_days integer,
  add column spend double precision,
  add constraint customer_outcomes_seen check (
    active_days >= 0 and (churned is not null or active_days is null)
    and (active_days is not null or spend is null)
  ) not valid;
comment on column customer_outcomes.active_days is 'Active days within the horizon; null in outcomes of earlier versions, and where churned is null or the label of a file';
comment on column customer_outcomes.spend is 'Sum of the amounts within the horizon; null where active_days is, and where the dataset has no amounts';

--changeset churn:value_errors
alter table realised_measures
  add column activity_row_count bigint check (activity_row_count > 0),
  add column activity_customer_count bigint,
  add column activity_promised double precision,
  add column activity_seen double precision,
  add column activity_error double precision,
  add column spend_row_count bigint check (spend_row_count > 0),
  add column spend_customer_count bigint,
  add column spend_promised double precision,
  add column spend_seen double precision,
  add column spend_error double precision,
  add constraint realised_measures_values check (
    num_nulls(activity_row_count, activity_customer_count, activity_promised, activity_seen, activity_error) in (0, 5)
    and num_nulls(spend_row_count, spend_customer_count, spend_promised, spend_seen, spend_error) in (0, 5)
  );
comment on column realised_measures.activity_row_count is 'Predictions with an expected activity whose customers'' active days are known; null if there is none';
comment on column realised_measures.activity_promised is 'The sum of expected active days within the horizon';
comment on column realised_measures.activity_seen is 'The sum of active days within the horizon';
comment on column realised_measures.activity_error is 'The mean absolute error of a prediction';
comment on column realised_measures.spend_row_count is 'As activity_row_count, of the spend';
