--liquibase formatted sql logicalFilePath:churn/029-customer-states.sql

--changeset churn:customer_states
alter table customer_predictions
  add column is_lapsed boolean,
  add column days_silent integer,
  add column list_order integer,
  add constraint customer_predictions_state check (days_silent >= 0 and list_order > 0) not valid;
comment on column customer_predictions.is_lapsed is 'Whether the customer was not active at the as-of date, by the window of the organization when the batch started; null in batches of earlier versions';
comment on column customer_predictions.days_silent is 'Days from the last active day to the as-of date; null where is_lapsed is';
comment on column customer_predictions.list_order is 'By state, active customers first, and then by rank_order; null in batches without lapsed customers, where it is rank_order';
create index customer_predictions_active_first on customer_predictions (batch_id, list_order) where list_order is not null;
alter table logged_predictions
  add column is_lapsed boolean,
  add column days_silent integer,
  add constraint logged_predictions_state check (days_silent >= 0) not valid;
comment on column logged_predictions.is_lapsed is 'As in customer_predictions, by the window of the organization at the time of the call';

--changeset churn:states_of_batches
alter table prediction_batches
  add column active_window_days integer check (active_window_days >= 0),
  add column lapsed_avg_churn_probability double precision check (lapsed_avg_churn_probability between 0 and 1),
  add column lapsed_low_count bigint check (lapsed_low_count >= 0),
  add column lapsed_medium_count bigint check (lapsed_medium_count >= 0),
  add column lapsed_high_count bigint check (lapsed_high_count >= 0),
  add column lapsed_critical_count bigint check (lapsed_critical_count >= 0),
  add constraint prediction_batches_lapsed check (
    num_nulls(active_window_days, lapsed_avg_churn_probability, lapsed_low_count, lapsed_medium_count, lapsed_high_count,
      lapsed_critical_count) in (0, 6)
  );
comment on column prediction_batches.active_window_days is 'Of the organization when the batch started; null in batches of earlier versions';
comment on column prediction_batches.lapsed_low_count is 'How many of low_count are lapsed customers';

--changeset churn:states_of_latest_predictions
alter table latest_batches
  add column earlier_lapsed_low_count bigint not null default 0,
  add column earlier_lapsed_medium_count bigint not null default 0,
  add column earlier_lapsed_high_count bigint not null default 0,
  add column earlier_lapsed_critical_count bigint not null default 0,
  add column hidden_lapsed_low_count bigint not null default 0,
  add column hidden_lapsed_medium_count bigint not null default 0,
  add column hidden_lapsed_high_count bigint not null default 0,
  add column hidden_lapsed_critical_count bigint not null default 0;
comment on column latest_batches.earlier_lapsed_low_count is 'How many of earlier_low_count are lapsed customers';
alter table earlier_predictions add column is_lapsed boolean not null default false;
comment on column earlier_predictions.is_lapsed is 'False also where the state is not known';
create index earlier_predictions_by_state on earlier_predictions (organization_id, is_lapsed, churn_probability desc, customer_id);
alter table past_predictions add column is_lapsed boolean not null default false;
create index past_predictions_by_state on past_predictions (organization_id, is_lapsed, churn_probability desc, customer_id);
