--liquibase formatted sql logicalFilePath:churn/044-watched-types.sql

--changeset churn:watched_event_types
alter table datasets add column watched_event_types text[];
comment on column datasets.watched_event_types is 'Event types that a feature table has columns of, in their order; null in raw datasets and in tables of earlier versions, which watch none';
