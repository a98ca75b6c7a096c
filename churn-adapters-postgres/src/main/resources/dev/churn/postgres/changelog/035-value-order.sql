--liquibase formatted sql logicalFilePath:churn/035-value-order.sql

--changeset churn:value_order
alter table customer_predictions
  add column value_order integer,
  add constraint customer_predictions_value_order check (value_order > 0) not valid;
comment on column customer_predictions.value_order is 'By state, active customers first, then by descending value_at_risk, and then by rank_order; null in batches of earlier versions and in batches without any value_at_risk';
create table batch_value_pages (
  batch_id uuid not null,
  first_place integer not null check (first_place > 0),
  ranks integer[] not null
);
comment on table batch_value_pages is 'The rank_order of the customers of a batch by value_order, in pages of at most 128 that follow one another. Takes the place of an index by value_order, with which a batch takes half as much again of the time of the database to store';
create index batch_value_pages_by_place on batch_value_pages (batch_id, first_place);
alter table batch_value_pages enable row level security;

--changeset churn:values_of_latest_predictions
alter table earlier_predictions add column value_at_risk double precision;
comment on column earlier_predictions.value_at_risk is 'As in customer_predictions';
update earlier_predictions e set value_at_risk = p.value_at_risk
from customer_predictions p
where p.batch_id = e.batch_id and p.rank_order = e.rank_order and not p.is_shadow and p.value_at_risk is not null;
create index earlier_predictions_by_value on earlier_predictions (organization_id, is_lapsed, value_at_risk desc nulls last, churn_probability desc, customer_id);
alter table past_predictions add column value_at_risk double precision;
create index past_predictions_by_value on past_predictions (organization_id, is_lapsed, value_at_risk desc nulls last, churn_probability desc, customer_id);
