--liquibase formatted sql logicalFilePath:churn/036-expected-losses.sql

--changeset churn:expected_losses
alter table prediction_batches
  add column risk_sums double precision[],
  add column day_churn_variance double precision,
  add column day_churn_degrees double precision,
  add column day_spend_variance double precision,
  add column day_spend_degrees double precision,
  add column customer_spend_variance double precision,
  add constraint prediction_batches_risk_sums check (
    num_nulls(risk_sums, day_churn_variance, day_churn_degrees, day_spend_variance,
      day_spend_degrees, customer_spend_variance) in (0, 6)
  ) not valid;
comment on column prediction_batches.risk_sums is 'Sums over the answers, a row for each segment of active customers from low to critical, then of lapsed ones: number, p, p(1-p), number with a value at risk v, v, v(1-p), v squared, v squared / p, where p is the churn probability; null in batches of earlier versions';
comment on column prediction_batches.day_churn_variance is 'Of the shift that the log-odds of all customers of a day have in common';
comment on column prediction_batches.day_churn_degrees is 'How many days the variance is known from';
comment on column prediction_batches.day_spend_variance is 'Of the logarithm of seen over expected spend that all customers of a day have in common';
comment on column prediction_batches.customer_spend_variance is 'Of the spend of a single customer over the square of what is expected';

alter table latest_batches add column besides_risk_sums double precision[];
comment on column latest_batches.besides_risk_sums is 'As risk_sums: those of the separate rows less those of the predictions that they hide; null if there are none, or no risk_sums of the batch';
