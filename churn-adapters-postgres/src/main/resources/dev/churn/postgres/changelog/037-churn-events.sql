--liquibase formatted sql logicalFilePath:churn/037-churn-events.sql

--changeset churn:churn_event_types
alter table organizations add column churn_event_types text[] not null default '{}';
comment on column organizations.churn_event_types is 'Event types by which customers leave; empty means that churn is silence';
alter table datasets add column churn_event_types text[];
comment on column datasets.churn_event_types is 'With which a feature table was made; null in raw datasets and in tables of earlier versions, where churn is silence';
alter table model_metadata add column churn_event_types text[];
comment on column model_metadata.churn_event_types is 'With which the rows were made; null in models of earlier versions, where churn is silence';

--changeset churn:customers_who_left
alter table customer_predictions add column has_left boolean;
comment on column customer_predictions.has_left is 'Whether the customer had left by an event up to the as-of date, and is therefore lapsed too; null in batches of earlier versions';
alter table logged_predictions add column has_left boolean;
comment on column logged_predictions.has_left is 'As in customer_predictions';
