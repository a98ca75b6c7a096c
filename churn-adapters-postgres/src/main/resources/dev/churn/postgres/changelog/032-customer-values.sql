--liquibase formatted sql logicalFilePath:churn/032-customer-values.sql

--changeset churn:customer_values
alter table customer_predictions
  add column expected_activity double precision,
  add column expected_spend double precision,
  add column value_at_risk double precision,
  add constraint customer_predictions_value check (
    expected_activity >= 0 and (expected_spend is null) = (value_at_risk is null)
    and (expected_activity is not null or expected_spend is null)
  ) not valid;
comment on column customer_predictions.expected_activity is 'Active days expected within the horizon if nothing changes; null in batches of earlier versions and where the model does not estimate it';
comment on column customer_predictions.expected_spend is 'Sum of amounts expected within the horizon if nothing changes; null also where the model knows no amounts';
comment on column customer_predictions.value_at_risk is 'The churn probability times what the customer would spend if kept; null where expected_spend is';
